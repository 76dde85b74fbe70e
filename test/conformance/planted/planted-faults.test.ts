import type { Subject } from '../kit';
import { KNOWN_DEFECTS } from '../known-defects';
import { HARMLESS, PLANTED_FAULTS } from './planted-faults';
import type { PlantedFault } from './planting';
import { obstacle, runScenario, type Scenario } from '../scenario';
import { SCENARIOS } from '../scenarios';
import { requireAccountFile, SUBJECTS, type AccountFile } from '../subjects';

function scenario(name: string): Scenario {
  const found = SCENARIOS.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`there is no scenario "${name}"`);
  return found;
}

function isPlantable(fault: PlantedFault, subject: Subject): boolean {
  const { emulated } = jest.requireActual<AccountFile>(requireAccountFile(subject.name)).account;
  if (fault.in && !fault.in.includes(subject.name)) return false;
  const known = KNOWN_DEFECTS[subject.name]?.[fault.caughtBy] !== undefined;
  return !known && obstacle(scenario(fault.caughtBy), emulated.lacks) === undefined;
}

/** `npm test` plants each fault in one connector, another one each time; `npm run test:faults` in all it can be in. */
function isTried(fault: PlantedFault, index: number, subject: Subject): boolean {
  const among = SUBJECTS.filter((candidate) => isPlantable(fault, candidate));
  if (process.env.ALL_FAULTS) return among.includes(subject);
  return among.length > 0 && among[index % among.length] === subject;
}

describe.each(SUBJECTS)('a fault planted in the connector "$name"', (subject) => {
  const { emulated } = jest.requireActual<AccountFile>(requireAccountFile(subject.name)).account;
  const plantable = PLANTED_FAULTS.filter((fault, index) => isTried(fault, index, subject));

  async function run(what: Scenario, connector: Subject): Promise<void> {
    const account = await emulated.open();
    try {
      await runScenario(what, connector, account);
    } finally {
      await account.close();
    }
  }

  it.each(plantable)('$name: is caught by "$caughtBy"', async ({ caughtBy, plant }) => {
    await expect(run(scenario(caughtBy), plant(subject))).rejects.toThrow();
  });

  it.each(HARMLESS)('with $name planted, the same scenarios pass', async ({ plant }) => {
    for (const name of new Set(plantable.map(({ caughtBy }) => caughtBy))) {
      await run(scenario(name), plant(subject));
    }
  });
});

it('every fault can be planted somewhere, and there are ten at least', () => {
  const names = SUBJECTS.map(({ name }) => name);
  expect(
    PLANTED_FAULTS.filter((fault) => fault.in && !fault.in.some((name) => names.includes(name))),
  ).toEqual([]);
  expect(PLANTED_FAULTS.length).toBeGreaterThanOrEqual(10);
});
