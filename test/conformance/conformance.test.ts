import { defaultAccount } from '../../config/accounts';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CrmAccount } from './accounts/account';
import { KNOWN_DEFECTS } from './known-defects';
import { obstacle, runScenario } from './scenario';
import { SCENARIOS } from './scenarios';
import { requireAccountFile, SUBJECTS, type AccountFile } from './subjects';

describe.each(SUBJECTS)('the connector "$name"', (subject) => {
  const { emulated } = jest.requireActual<AccountFile>(requireAccountFile(subject.name)).account;
  let account: CrmAccount;
  beforeEach(async () => {
    account = await emulated.open();
  });
  afterEach(() => account.close());

  for (const scenario of SCENARIOS) {
    const reason = obstacle(scenario, emulated.lacks);
    const defect = KNOWN_DEFECTS[subject.name]?.[scenario.name];
    if (reason) it.skip(`${scenario.name} (${reason})`, () => undefined);
    else if (defect)
      it.failing(`${scenario.name} (${defect})`, () => runScenario(scenario, subject, account));
    else it(scenario.name, () => runScenario(scenario, subject, account));
  }

  it('lacks what the account file says it lacks, and no more', async () => {
    expect(account.lacks).toEqual(emulated.lacks);
    const { capacity } = await subject.load({
      ...account,
      account: defaultAccount(subject.name),
      memory: noMemory,
      now: Date.now,
    });
    expect({ furtherEmails: capacity.emails > 1, furtherPhones: capacity.phones > 1 }).toEqual({
      furtherEmails: emulated.lacks.furtherEmails === undefined,
      furtherPhones: emulated.lacks.furtherPhones === undefined,
    });
  });
});

const noMemory = { get: () => Promise.resolve(undefined), put: () => Promise.resolve() };

it('every scenario has a name of its own', () => {
  const names = SCENARIOS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

it('every known defect names a scenario', () => {
  const named = Object.values(KNOWN_DEFECTS).flatMap((defects) => Object.keys(defects));
  expect(named.filter((name) => !SCENARIOS.some((scenario) => scenario.name === name))).toEqual([]);
});

it('a connector without an account file is named, with what to do', () => {
  expect(() => requireAccountFile('zoho')).toThrow(/test\/conformance\/accounts\/zoho-account\.ts/);
});

it('the connector of docs/adding-a-connector.md is as small as it says', () => {
  const folder = join(__dirname, 'memory-crm');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && file !== 'crm.ts',
  );
  const lines = files.flatMap((file) => readFileSync(join(folder, file), 'utf8').trimEnd().split('\n'));
  expect(lines.length).toBeLessThan(400);
});
