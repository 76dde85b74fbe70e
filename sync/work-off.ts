import { parseEvent } from '../jivochat/parse';
import { parseJson } from '../jivochat/json';
import type { Connector } from '../connectors/connector';
import { isCrmError } from '../connectors/errors';
import type { ClaimedEvent } from '../store/inbox';
import type { DueEvent } from '../store/queues';
import type { SyncDeps } from './context';
import { LEASE_MS } from './leases';
import { runClaimed } from './run-claimed';
import { settleFailure } from './settle';
import { threadKey } from './thread';

export interface WorkedOff {
  done: number;
  failed: number;
  parked: number;
  /** Still due or not yet due when the time was up. */
  left: number;
}

/** Due events asked for at once. */
const BATCH = 50;
/** A CRM that fails this often in a row is down: the next round probes it again, the rest of the queue waits. */
const DOWN_AFTER = 3;
/** The longest one event may take here; no agent waits. */
const EVENT_BUDGET_MS = 20_000;

/**
 * Works off what is due in one CRM's inbox, in order of arrival within each chat, until nothing is due or time is up.
 * @param until epoch milliseconds after which no further event is begun.
 */
export async function workOff(deps: SyncDeps, connector: Connector, until: number): Promise<WorkedOff> {
  const counts: WorkedOff = { done: 0, failed: 0, parked: 0, left: 0 };
  const tried = new Set<string>();
  let failuresInARow = 0;
  const goesOn = () => deps.now() < until && failuresInARow < DOWN_AFTER;
  while (goesOn()) {
    const due = await deps.store.queues.due({ connector: connector.name, now: deps.now(), limit: BATCH });
    const fresh = due.filter(({ key }) => !tried.has(key));
    if (fresh.length === 0) break;
    for (const event of inOrderOfChat(fresh)) {
      if (!goesOn()) break;
      tried.add(event.key);
      const result = await retry(deps, connector, event.key, until);
      if (!result) continue;
      counts[result.settled]++;
      failuresInARow = result.crmFailed ? failuresInARow + 1 : 0;
    }
  }
  counts.left = await deps.store.queues.countPending(connector.name);
  return counts;
}

/** Chats by their oldest event, events of a chat by arrival. */
export function inOrderOfChat(due: readonly DueEvent[]): DueEvent[] {
  const chats = Map.groupBy(due, ({ chat, key }) => chat ?? key);
  const byArrival = (a: DueEvent, b: DueEvent) => a.receivedAt - b.receivedAt;
  return [...chats.values()]
    .map((events) => events.toSorted(byArrival))
    .toSorted(([a], [b]) => byArrival(a!, b!))
    .flat();
}

interface Retried {
  settled: 'done' | 'failed' | 'parked';
  /** The CRM itself was down or busy, whatever the event. */
  crmFailed: boolean;
}

async function retry(
  deps: SyncDeps,
  connector: Connector,
  key: string,
  until: number,
): Promise<Retried | undefined> {
  const owner = deps.newId();
  const row = await claim(deps, key, owner);
  if (!row) return undefined;
  const { attempts, receivedAt } = row;
  try {
    const event = readEvent(row);
    const waitUntil = Math.min(until, deps.now() + EVENT_BUDGET_MS);
    const thread = threadKey(connector.name, event, key);
    const acquired = await deps.store.links.acquire({
      keys: [thread],
      owner,
      now: deps.now(),
      leaseMs: LEASE_MS,
    });
    const signal = AbortSignal.timeout(EVENT_BUDGET_MS);
    const claimed = { key, owner, attempts, receivedAt, event };
    await runClaimed(deps, { claimed, connector, thread, acquired, unsure: true, signal, waitUntil });
    return { settled: 'done', crmFailed: false };
  } catch (error) {
    const settled = await settleFailure(deps, { key, owner, attempts, receivedAt, event: 'retry' }, error);
    return {
      settled: settled === 'parked' ? 'parked' : 'failed',
      crmFailed: isCrmError(error) && error.retryable,
    };
  }
}

/** A row that cannot be taken now is due in the next round; the others do not wait for it. */
async function claim(
  { store, now, log }: SyncDeps,
  key: string,
  owner: string,
): Promise<ClaimedEvent | undefined> {
  try {
    return await store.inbox.claim({ key, owner, now: now(), leaseMs: LEASE_MS });
  } catch (error) {
    log.error('A due event cannot be taken', {
      key: key.slice(0, 16),
      error: error instanceof Error ? error.message : 'unknown',
    });
    return undefined;
  }
}

function readEvent({ payload }: ClaimedEvent) {
  const parsed = parseEvent(parseJson(payload));
  if (parsed.kind !== 'event') throw new TypeError('A kept event cannot be read any more');
  return parsed.event;
}
