import type { ScheduledEvent, Context } from 'aws-lambda';
import { ConfigError } from '../config/env';
import { StoreError } from '../store/errors';
import type { SyncDeps } from '../sync/context';
import { learnFields } from '../sync/company/learn-fields';
import { writePendingLeadFields } from '../sync/thread/write-lead-fields';
import { drainInbox, type Drained } from '../sync/worker';
import { createDepsSource } from './deps';
import { withLogKeys } from './log';

/** The worker stops this long before Lambda would stop it, so that no event is cut off. */
const RESERVE_MS = 22_000;
const DEFAULT_ROUND_MS = 50_000;

/** The schedule's door: works off what is due in every configured account's inbox. */
export function createRetryHandler(getDeps: () => SyncDeps | Promise<SyncDeps>) {
  return async function handler(
    _event: ScheduledEvent,
    context?: Pick<Context, 'getRemainingTimeInMillis'> & Partial<Pick<Context, 'awsRequestId'>>,
  ): Promise<Drained> {
    const deps = await getDeps();
    const roundMs = context
      ? Math.max(1_000, context.getRemainingTimeInMillis() - RESERVE_MS)
      : DEFAULT_ROUND_MS;
    const until = deps.now() + roundMs;
    const total: Drained = { done: 0, failed: 0, parked: 0, left: 0 };
    // Side by side: the backlog of one account does not keep the others waiting, and neither does its failure.
    const broken: string[] = [];
    await withLogKeys({ requestId: context?.awsRequestId }, () =>
      Promise.all(
        deps.accounts.map(async ({ name: account }) => {
          try {
            const round = await drainAccount(deps, account, until);
            for (const count of Object.keys(total) as (keyof Drained)[]) total[count] += round[count];
          } catch (error) {
            broken.push(account);
            // The words of an error may hold what an event was about.
            deps.log.error('A round of the worker failed', { account, error: nameOf(error) });
          }
        }),
      ),
    );
    deps.metrics.flush();
    deps.log.info('Inbox worked off', { ...total });
    if (broken.length > 0) throw new RoundFailedError(broken);
    return total;
  };
}

/** Lambda writes it to the log as it is and tells its alarm: it names accounts and nothing that came from outside. */
export class RoundFailedError extends Error {
  override readonly name = 'RoundFailedError';

  constructor(accounts: readonly string[]) {
    super(`The round failed for ${accounts.join(', ')}; the log says why. The next round tries again`);
  }
}

function nameOf(error: unknown): string {
  if (error instanceof StoreError) return `${error.name}: ${error.operation}`;
  return error instanceof Error ? error.name : 'unknown';
}

async function drainAccount(deps: SyncDeps, name: string, until: number): Promise<Drained> {
  const left = await deps.store.queues.countPending(name);
  const nothing = { done: 0, failed: 0, parked: 0, left };
  try {
    await learnFields(deps, name);
    const leadFields = await deps.store.queues.leadFieldsDue({ account: name, now: deps.now(), limit: 1 });
    if (left === 0 && leadFields.length === 0) return nothing;
    const connector = await deps.connector(name);
    const worked = left === 0 ? nothing : await drainInbox(deps, connector!, until);
    if (leadFields.length > 0) await writePendingLeadFields(deps, connector!, until);
    return worked;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    deps.log.error('Events wait for a CRM that is not configured', {
      account: name,
      left,
      problems: error.problems,
    });
    return nothing;
  } finally {
    await measureQueues(deps, name);
  }
}

/** What the alarms look at: how much waits, and for how long. */
async function measureQueues({ store, metrics, health, log, now }: SyncDeps, name: string): Promise<void> {
  const waiting = await store.queues.summary(name).catch((error: unknown) => {
    log.warn('The queues could not be counted', { error: nameOf(error) });
  });
  // An account nobody uses costs no metrics.
  if (!waiting || (waiting.pending + waiting.parked === 0 && !health.has(name))) return;
  const { pending, oldestAt, parked } = waiting;
  metrics.add(name, 'DueEvents', pending);
  metrics.add(name, 'ParkedEvents', parked);
  metrics.add(name, 'OldestDueAge', oldestAt === undefined ? 0 : Math.max(0, (now() - oldestAt) / 1000));
}

export const handler = createRetryHandler(createDepsSource(process.env));
