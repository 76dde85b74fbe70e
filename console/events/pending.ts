import type { EventSeen } from '../../store/history/histories';
import type { Store } from '../../store/store';
import type { EventFilters, Subjects } from './filters';
import { queued, type QueuedEvent } from './queued';

/** Of each queue, longest due first: more of them wait for one cause as a rule, and `inbox list` counts them. */
const MOST = 500;

type Stores = Pick<Store, 'histories' | 'links' | 'queues'>;

/** Events that are not done: due, in work, or parked. */
export async function pendingEvents(
  store: Stores,
  accounts: readonly string[],
  { state, since = 0, until = Infinity }: EventFilters,
  subjects: Subjects | undefined,
  now: number,
): Promise<EventSeen[]> {
  const due: QueuedEvent[] = [];
  for (const account of accounts) {
    if (state !== 'waiting') due.push(...(await queued(store.queues, 'parked', account, MOST)));
    if (state !== 'parked') due.push(...(await queued(store.queues, 'due', account, MOST)));
  }
  const inTime = due.filter(({ receivedAt }) => receivedAt >= since && receivedAt <= until);
  const wanted = subjects ? await belonging(store, inTime, subjects, now) : inTime;
  const seen = await store.histories.seen(wanted.map(({ key }) => key));
  return seen.filter(({ status }) => status !== 'done');
}

/** Those of the threads, and those whose thread leads to one of the records. */
async function belonging(
  { links }: Stores,
  events: readonly QueuedEvent[],
  { records, threads }: Subjects,
  now: number,
): Promise<QueuedEvent[]> {
  const named = new Set(threads.map(({ thread }) => thread));
  const ofRecord = new Set(records.map(({ account, id }) => `${account}#${id}`));
  const keys = ofRecord.size > 0 ? [...new Set(events.flatMap(({ thread }) => thread ?? []))] : [];
  const rows = await links.read(keys, now);
  return events.filter(
    ({ account, thread }) =>
      thread !== undefined &&
      (named.has(thread) || ofRecord.has(`${account}#${rows.get(thread)?.record?.id}`)),
  );
}
