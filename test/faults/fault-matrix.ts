import { FAULT_CRMS } from './crms';
import { DEADLINE_MS, cellName, cellsOf, record, runCell, type Cell, type Recorded } from './matrix';
import { scenarios } from './scenarios';

/** `npm run test:faults` tries every cell; `npm test` every nineteenth, a different part of each scenario. */
const STEP = process.env.ALL_FAULTS ? 1 : 19;

/** One request of an event is hit by a fault; a test for each scenario of one CRM. */
export function faultMatrix(name: string): void {
  const crm = FAULT_CRMS[name]!;
  let tried = 0;
  afterAll(() => process.stdout.write(`Fault matrix, ${name}: ${tried} cells tried\n`));

  it.each(scenarios().map((scenario, index) => [scenario.name, scenario, index] as const))(
    '%s: the CRM ends as without the fault',
    async (_name, scenario, index) => {
      const recorded = await record(crm, scenario);
      const cells = cellsOf(crm, recorded).filter((_, at) => at % STEP === index % STEP);
      const failures: string[] = [];
      for (const cell of cells) failures.push(...(await problemsOf(cell, recorded)));
      tried += cells.length;
      expect(failures).toEqual([]);
    },
    900_000,
  );

  async function problemsOf(cell: Cell, { state }: Recorded): Promise<string[]> {
    const result = await runCell(crm, cell);
    const what = cellName(crm, cell);
    return [
      ...(result.ms > DEADLINE_MS ? [`${what}: answered after ${result.ms} ms`] : []),
      ...(result.status === 200 ? [] : [`${what}: HTTP ${result.status}`]),
      ...(result.left + result.parked === 0 ? [] : [`${what}: ${result.left} left, ${result.parked} parked`]),
      ...(JSON.stringify(result.state) === JSON.stringify(state)
        ? []
        : [
            `${what}: the CRM differs\n  with    ${JSON.stringify(result.state)}\n  without ${JSON.stringify(state)}`,
          ]),
    ];
  }
}
