import { toGatewayEvent } from '../../../sandbox/gateway';
import { LEASE_MS } from '../../../sync/thread/leases';
import { TOKEN } from '../../e2e/hubspot/world';
import { stateDifference } from './crm-state';
import type { Crm } from './crms';
import { runAndKill } from './killed-child';
import { sendAll, WARM, drainAll, worldAfter } from './matrix';
import { scenarios, type Scenario } from './scenarios';
import { sideBySide } from './side-by-side';
import { subsets } from './store-faults';

/** `npm run test:faults` kills at every moment, and with every part of several rows written; `npm test` at a few, others in each scenario. */
const ONE_IN = 43;
const WIDTH = 3;
const NEVER: Kill = { at: 0 };

/** The nth moment, or when these rows of one request are written. */
type Kill = { at: number; written?: undefined } | { at: 0; written: readonly number[] };

/**
 * The built handler, killed whenever a request begins or an answer has come.
 * @param scenariosOneIn `npm test` plays one kind of event in so many,
 * @param from beginning with this one.
 */
export function crashMatrix(crm: Crm, scenariosOneIn = 1, from = 0): void {
  const step = process.env.ALL_FAULTS ? 1 : ONE_IN;
  const kinds = scenarios()
    .map((scenario, index) => [scenario.name, scenario, index] as const)
    .filter((_, index) => process.env.ALL_FAULTS || index % scenariosOneIn === from);
  describe(`the handler’s process is killed in the middle of an event for ${crm.label}`, () => {
    let killed = 0;
    afterAll(() => process.stdout.write(`Crash matrix, ${crm.label}: ${killed} processes killed\n`));

    it.each(kinds)(
      '%s: the CRM ends as without the crash',
      async (_name, scenario, index) => {
        const expected = await play(crm, scenario, NEVER);
        const { moments, rows } = expected.ended!;
        const all: Kill[] = [
          ...Array.from({ length: moments }, (_, at) => ({ at: at + 1 })),
          ...subsets(rows).map((written) => ({ at: 0 as const, written })),
        ];
        const tried = all.filter((_, at) => (at + 1) % step === index % step);
        const problems = await sideBySide(tried, WIDTH, async (kill) => {
          const { ended, state, left, neverKept } = await play(crm, scenario, kill);
          if (ended === undefined) killed++;
          if (neverKept) return [];
          const name = `killed at ${JSON.stringify(kill)}`;
          return [
            ...(left > 0 ? [`${name}: ${left} events left`] : []),
            ...stateDifference(state, expected.state).map((record) => `${name}: ${record}`),
          ];
        });
        expect(problems.flat()).toEqual([]);
      },
      600_000,
    );
  });
}

async function play(crm: Crm, scenario: Scenario, { at, written }: Kill) {
  const world = await worldAfter(crm, scenario);
  try {
    const raw = Buffer.from(JSON.stringify(scenario.event(world.link(WARM))));
    const url = `/webhooks/${crm.account}/${TOKEN}`;
    // The child starts cold on a busy machine, and nobody waits for its answer.
    const env = { ...world.env, REPLY_DEADLINE_MS: '20000' };
    const clockOffsetMs = world.clock.offsetMs;
    const event = toGatewayEvent('POST', url, raw);
    const ended = await runAndKill(env, event, at, { clockOffsetMs, written });
    // Killed before the event was written down: JivoChat got no answer, and nothing may have been done either.
    const pending = await world.table.store.queues.countPending(crm.account);
    const asked = world.requests().filter((path) => !crm.isSignIn(path));
    const neverKept = ended === undefined && pending === 0 && asked.length === 0;
    // The lease of the process that is gone has ended.
    if (scenario.then) world.clock.offsetMs += LEASE_MS + 1_000;
    await sendAll(world, scenario.then);
    const left = await drainAll(world);
    return { ended, left, neverKept, state: world.state() };
  } finally {
    await world.close();
  }
}
