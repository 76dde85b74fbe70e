import { stateDifference } from './crm-state';
import type { Crm } from './crms';
import { LATE_MS, cellName, cellsOf, record, runCell, type Cell, type Recorded } from './matrix';
import { scenarios } from './scenarios';
import { sideBySide } from './side-by-side';

/** `npm test` tries one cell in so many, a different part of each scenario; `npm run test:faults` every one. */
const ONE_IN = 43;
/** Cells at once: enough to fill a core while others wait for a deadline. */
const WIDTH = 8;

/**
 * Every request of every kind of event, to the CRM and to the table, hit by everything that can happen to it.
 * @param scenariosOneIn `npm test` plays one kind of event in so many,
 * @param from beginning with this one.
 */
export function faultMatrix(crm: Crm, { oneIn = ONE_IN, scenariosOneIn = 1, from = 0 } = {}): void {
  const step = process.env.ALL_FAULTS ? 1 : oneIn;
  const kinds = scenarios()
    .map((scenario, index) => [scenario.name, scenario, index] as const)
    .filter((_, index) => process.env.ALL_FAULTS || index % scenariosOneIn === from);
  describe(`one request of an event for ${crm.label} is hit by a fault`, () => {
    let tried = 0;
    afterAll(() => process.stdout.write(`Fault matrix, ${crm.label}: ${tried} cells tried\n`));

    it.each(kinds)(
      '%s: the CRM ends as without the fault',
      async (_name, scenario, index) => {
        const recorded = await record(crm, scenario);
        const cells = cellsOf(crm, recorded).filter((_, at) => at % step === index % step);
        const problems = await sideBySide(cells, WIDTH, (cell) => problemsOf(crm, cell, recorded));
        tried += cells.length;
        expect(problems.flat()).toEqual([]);
      },
      600_000,
    );
  });
}

async function problemsOf(crm: Crm, cell: Cell, { state }: Recorded): Promise<string[]> {
  let result = await runCell(crm, cell);
  // A very busy machine is late now and then, or has no time left to keep the event; a cell that is late is so every time.
  if (result.ms > LATE_MS || result.status !== 200) result = await runCell(crm, cell);
  const name = cellName(crm, cell);
  return [
    ...(result.ms > LATE_MS ? [`${name}: answered after ${result.ms} ms`] : []),
    ...(result.status === 200 ? [] : [`${name}: HTTP ${result.status}`]),
    ...(result.left + result.parked === 0 ? [] : [`${name}: ${result.left} left, ${result.parked} parked`]),
    ...stateDifference(result.state, state).map((record) => `${name}: ${record}`),
  ];
}
