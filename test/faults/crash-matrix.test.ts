import { toGatewayEvent } from '../../sandbox/gateway';
import { TOKEN, type World } from '../world/world';
import { crmState } from './crm-state';
import { runAndKill } from './killed-child';
import { workOffAll, worldAfter } from './matrix';
import { scenarios, type Scenario } from './scenarios';

/** `npm run test:faults` kills at every moment; `npm test` at every thirteenth, others in each scenario. */
const STEP = process.env.ALL_FAULTS ? 1 : 13;
const NEVER = 0;

describe('the handler’s process is killed in the middle of an event', () => {
  let killed = 0;
  afterAll(() => process.stdout.write(`Crash matrix: ${killed} processes killed\n`));

  it.each(scenarios().map((scenario, index) => [scenario.name, scenario, index] as const))(
    '%s: the CRM ends as without the crash',
    async (_name, scenario, index) => {
      const expected = await play(scenario, NEVER);
      const failures: string[] = [];
      for (let killAt = 1 + (index % STEP); killAt <= expected.moments!; killAt += STEP) {
        const { moments, state, left, neverKept } = await play(scenario, killAt);
        if (neverKept) continue;
        if (moments === undefined) killed++;
        if (left > 0) failures.push(`killed at ${killAt}: ${left} events left`);
        if (JSON.stringify(state) !== JSON.stringify(expected.state))
          failures.push(`killed at ${killAt}: ${JSON.stringify(state)}`);
      }
      expect(failures).toEqual([]);
    },
    600_000,
  );
});

async function play(scenario: Scenario, killAt: number) {
  const world: World = await worldAfter(scenario);
  try {
    const raw = Buffer.from(JSON.stringify(scenario.event));
    const moments = await runAndKill(
      world.env,
      toGatewayEvent('POST', `/webhooks/hubspot/${TOKEN}`, raw),
      killAt,
    );
    // Killed before the event was written down: JivoChat got no answer, and nothing may have been done either.
    const pending = await world.table.store.queues.countPending('hubspot');
    const neverKept = moments === undefined && pending === 0 && world.hubspot.requests.length === 0;
    const left = await workOffAll(world);
    return { moments, left, neverKept, state: crmState(world.hubspot) };
  } finally {
    await world.close();
  }
}
