import type { EventSeen } from '../../store/history/histories';
import type { DueEvent } from '../../store/inbox/queues';
import type { Store } from '../../store/store';
import type { EventFilters, Subjects } from './filters';

/** Of each queue, longest due first: more of them wait for one cause as a rule, and `inbox list` counts them. */
const MOST = 500;
const PAGE = 100;
/** DynamoDB API Reference: BatchGetItem. */
const BATCH = 100;

type Stores = Pick<Store, 'histories' | 'links' | 'queues'>;

/** Events that are not done: due, in work, or parked. */
export async function pendingEvents(
  store: Stores,
  accounts: readonly string[],
  { state, since = 0, until = Infinity }: EventFilters,
  subjects: Subjects | undefined,
  now: number,
): Promise<EventSeen[]> {
  const due: (DueEvent & { account: string })[] = [];
  for (const account of accounts) {
    if (state !== 'waiting') due.push(...(await queued(store, account, 'parked')));
    if (state !== 'parked') due.push(...(await queued(store, account, 'due')));
  }
  const inTime = due.filter(({ receivedAt }) => receivedAt >= since && receivedAt <= until);
  const wanted = subjects ? await belonging(store, inTime, subjects, now) : inTime;
  const seen = await store.histories.seen(wanted.map(({ key }) => key));
  return seen.filter(({ status }) => status !== 'done');
}

async function queued({ queues }: Stores, account: string, queue: 'due' | 'parked') {
  const events: (DueEvent & { account: string })[] = [];
  while (events.length < MOST) {
    const page = { account, limit: PAGE, after: events.at(-1) };
    const found =
      queue === 'parked'
        ? await queues.parked(page)
        : await queues.due({ ...page, now: Number.MAX_SAFE_INTEGER });
    events.push(...found.map((event) => ({ ...event, account })));
    if (found.length < PAGE) break;
  }
  return events;
}

/** Those of the threads, and those whose thread leads to one of the records. */
async function belonging(
  { links }: Stores,
  events: readonly (DueEvent & { account: string })[],
  { records, threads }: Subjects,
  now: number,
): Promise<(DueEvent & { account: string })[]> {
  const named = new Set(threads.map(({ thread }) => thread));
  const ofRecord = new Set(records.map(({ account, id }) => `${account}#${id}`));
  const keys = ofRecord.size > 0 ? [...new Set(events.flatMap(({ thread }) => thread ?? []))] : [];
  const recordOf = new Map<string, string>();
  for (let at = 0; at < keys.length; at += BATCH) {
    for (const [key, { record }] of await links.read(keys.slice(at, at + BATCH), now)) {
      if (record) recordOf.set(key, record.id);
    }
  }
  return events.filter(
    ({ account, thread }) =>
      thread !== undefined && (named.has(thread) || ofRecord.has(`${account}#${recordOf.get(thread)}`)),
  );
}
