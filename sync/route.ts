import { parseEvent } from '../jivochat/parse';
import type { SyncDeps } from './context';
import { eventKey, shortKey } from './event-key';
import { acceptEvent, newEvent, withoutNumbers, type Received } from './live';
import { holderName } from './thread/leases';

/** A request past the gate, for whatever account. */
type Delivered = Omit<Received, 'connector'>;

/**
 * Keeps an event for the further accounts of a route: each has its own row, retries and parked list, and the worker takes it
 * from there. Where the table does not take it, the event goes to that account's CRM at once.
 * @throws StoreError when neither table nor CRM took it.
 */
export async function keepForOthers(
  deps: SyncDeps,
  accounts: readonly string[],
  delivered: Delivered,
): Promise<void> {
  const results = await Promise.allSettled(accounts.map((account) => keepFor(deps, account, delivered)));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

async function keepFor(deps: SyncDeps, account: string, delivered: Delivered): Promise<void> {
  const { body, raw, receivedAt } = await withoutNumbers(deps, delivered);
  const parsed = parseEvent(body);
  if (parsed.kind !== 'event') return;
  const { event } = parsed;
  const key = eventKey(account, body);
  const owner = holderName(key, deps.newId());
  try {
    const row = newEvent(account, { deps, event, eventKey: key, owner, receivedAt }, raw);
    const kept = await deps.store.inbox.keep(row);
    if (kept.state !== 'claimed') return;
    deps.metrics.add(account, 'EventsReceived');
    await deps.store.inbox.postpone({ key, owner, dueAt: row.now, suspectFailures: kept.suspectFailures });
  } catch (error) {
    deps.log.warn(
      'An event could not be kept for a further account of its route; bringing it there at once',
      { account, key: shortKey(key), error },
    );
    const connector = await deps.connector(account);
    if (!connector) throw error;
    await acceptEvent(deps, { ...delivered, connector });
  }
}
