import { DEADLINE, cellName, cellsOf, record, runCell, type Cell, type Recorded } from './matrix';
import { scenarios } from './scenarios';

/** `npm run test:faults` tries every cell; `npm test` every eleventh, a different part of each scenario. */
const STEP = process.env.ALL_FAULTS ? 1 : 11;

describe('one request of an event is hit by a fault', () => {
  let tried = 0;
  afterAll(() => process.stdout.write(`Fault matrix: ${tried} cells tried\n`));

  it.each(scenarios().map((scenario, index) => [scenario.name, scenario, index] as const))(
    '%s: the CRM ends as without the fault',
    async (_name, scenario, index) => {
      const recorded = await record(scenario);
      const cells = cellsOf(recorded).filter((_, at) => at % STEP === index % STEP);
      const failures: string[] = [];
      for (const cell of cells) failures.push(...(await problemsOf(cell, recorded)));
      tried += cells.length;
      expect(failures).toEqual([]);
    },
    600_000,
  );
});

async function problemsOf(cell: Cell, { state }: Recorded): Promise<string[]> {
  const result = await runCell(cell);
  const name = cellName(cell);
  return [
    ...(result.ms > DEADLINE ? [`${name}: answered after ${result.ms} ms`] : []),
    ...(result.status === 200 ? [] : [`${name}: HTTP ${result.status}`]),
    ...(result.left + result.parked === 0 ? [] : [`${name}: ${result.left} left, ${result.parked} parked`]),
    ...(JSON.stringify(result.state) === JSON.stringify(state)
      ? []
      : [
          `${name}: the CRM differs\n  with    ${JSON.stringify(result.state)}\n  without ${JSON.stringify(state)}`,
        ]),
  ];
}
