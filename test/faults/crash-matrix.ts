import { toGatewayEvent } from '../../sandbox/gateway';
import { TOKEN } from '../world/world';
import { FAULT_CRMS, type FaultCrm } from './crms';
import { runAndKill } from './killed-child';
import { eventOf, workOffAll, worldAfter } from './matrix';
import { scenarios, type Scenario } from './scenarios';

/** `npm run test:faults` kills at every moment; `npm test` at every nineteenth, others in each scenario. */
const STEP = process.env.ALL_FAULTS ? 1 : 19;
const NEVER = 0;

/** The handler's process is killed in the middle of an event; a test for each scenario of one CRM. */
export function crashMatrix(name: string): void {
  const crm = FAULT_CRMS[name]!;
  let killed = 0;
  afterAll(() => process.stdout.write(`Crash matrix, ${name}: ${killed} processes killed\n`));

  it.each(scenarios().map((scenario, index) => [scenario.name, scenario, index] as const))(
    '%s: the CRM ends as without the crash',
    async (_name, scenario, index) => {
      const expected = await play(crm, scenario, NEVER);
      const failures: string[] = [];
      for (let killAt = 1 + (index % STEP); killAt <= expected.moments!; killAt += STEP) {
        const { moments, state, left, neverKept } = await play(crm, scenario, killAt);
        if (neverKept) continue;
        if (moments === undefined) killed++;
        if (left > 0) failures.push(`killed at ${killAt}: ${left} events left`);
        if (JSON.stringify(state) !== JSON.stringify(expected.state))
          failures.push(`killed at ${killAt}: ${JSON.stringify(state)}`);
      }
      expect(failures).toEqual([]);
    },
    900_000,
  );
}

async function play(crm: FaultCrm, scenario: Scenario, killAt: number) {
  const world = await worldAfter(crm, scenario);
  try {
    const raw = Buffer.from(JSON.stringify(eventOf(scenario, world)));
    const event = toGatewayEvent('POST', `/webhooks/${crm.name}/${TOKEN}`, raw);
    const moments = await runAndKill(world.env, event, killAt);
    // Killed before the event was written down: JivoChat got no answer, and nothing may have been done either.
    const pending = await world.table.store.queues.countPending(crm.name);
    const neverKept = moments === undefined && pending === 0 && world.requestCount() === 0;
    const left = await workOffAll(world);
    return { moments, left, neverKept, state: world.state() };
  } finally {
    await world.close();
  }
}
