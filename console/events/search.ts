import { normalizeEmail, normalizePhone } from '../../leads/contact/identity';
import type { EventSeen } from '../../store/history/histories';
import { aboutOf } from '../../store/history/place';
import { linkKey } from '../../store/links';
import type { Store } from '../../store/store';
import { FilterError, type EventFilters, type Subjects } from './filters';
import { pendingEvents } from './pending';

type Histories = Pick<Store, 'histories' | 'links' | 'queues'>;

/** Looked at to learn which channels there are: a chat's row is kept by channel and id. */
const CHANNELS_FROM = 60;
/** Where the links do not tell enough: all of it is read. */
const HIDDEN_CHAT = 20;

/**
 * The events that match, newest first. Every way goes by a key or an index.
 * @param accounts names of all there are.
 * @throws FilterError for an e-mail, a phone or a link that cannot be read; StoreError.
 */
export async function searchEvents(
  store: Histories,
  accounts: readonly string[],
  filters: EventFilters,
  { limit, now }: { limit: number; now: number },
): Promise<EventSeen[]> {
  const chosen = filters.account === undefined ? accounts : [filters.account];
  const subjects = await subjectsOf(store, chosen, filters, now);
  const wantsDone = filters.state === undefined || filters.state === 'done';
  const wantsPending = filters.state !== 'done';
  const [done, pending] = await Promise.all([
    wantsDone ? doneEvents(store, filters, subjects, limit) : [],
    wantsPending ? pendingEvents(store, chosen, filters, subjects, now) : [],
  ]);
  const found = new Map([...done, ...pending].map((event) => [event.key, event]));
  return [...found.values()].toSorted((a, b) => b.receivedAt - a.receivedAt).slice(0, limit);
}

async function subjectsOf(
  store: Histories,
  accounts: readonly string[],
  { email, phone, chat, record }: EventFilters,
  now: number,
): Promise<Subjects | undefined> {
  const isPerson = email !== undefined || phone !== undefined;
  if (!isPerson && chat === undefined && record === undefined) return undefined;
  const records = record === undefined ? [] : recordsNamed(record, accounts);
  if (isPerson) records.push(...(await recordsOfPerson(store, accounts, { email, phone }, now)));
  const threads = chat === undefined ? [] : await threadsOfChat(store, accounts, chat, now);
  return { records, threads };
}

/** A link of any CRM: the last part of its path that can be an id is the record's. */
function recordsNamed(record: string, accounts: readonly string[]): { account: string; id: string }[] {
  const text = record.trim().slice(0, 2_000);
  const path = URL.canParse(text) && /^https?:/i.test(text) ? new URL(text).pathname : text;
  const id = path.split(/[/\s]/).findLast((part) => /^[A-Za-z0-9-]*\d[A-Za-z0-9-]*$/.test(part));
  if (!id) throw new FilterError('a record is named by its id, as contact/201, or by its link in the CRM');
  return accounts.map((account) => ({ account, id }));
}

async function recordsOfPerson(
  { links }: Histories,
  accounts: readonly string[],
  given: { email?: string; phone?: string },
  now: number,
): Promise<{ account: string; id: string }[]> {
  const email = normalizeEmail(given.email);
  if (given.email !== undefined && !email) throw new FilterError('that is no e-mail address');
  const phone = normalizePhone(given.phone)?.e164;
  if (given.phone !== undefined && !phone)
    throw new FilterError('a phone is a whole number with its country code, as +14155552671');
  const keys = accounts.flatMap((account) => [
    ...(email ? [{ account, key: linkKey(account, 'email', email) }] : []),
    ...(phone ? [{ account, key: linkKey(account, 'phone', phone) }] : []),
  ]);
  const rows = await links.read(
    keys.map(({ key }) => key),
    now,
  );
  return keys.flatMap(({ account, key }) => {
    const id = rows.get(key)?.record?.id;
    return id === undefined ? [] : [{ account, id }];
  });
}

async function threadsOfChat(
  store: Histories,
  accounts: readonly string[],
  chat: string,
  now: number,
): Promise<Subjects['threads']> {
  const text = chat.trim().slice(0, 300);
  if (text === '') throw new FilterError('a chat is named by its id');
  const names = text.includes(':')
    ? [text]
    : (await channelsOf(store)).map((channel) => `${channel}:${text}`);
  const keys = accounts.flatMap((account) =>
    names.map((name) => ({ account, thread: linkKey(account, 'thread', name) })),
  );
  const threads = keys.map(({ thread }) => thread);
  const rows = await store.links.read(threads, now);
  return keys
    .filter(({ thread }) => rows.has(thread))
    .map(({ account, thread }) => ({ account, thread, record: rows.get(thread)!.record }));
}

async function channelsOf({ histories }: Histories): Promise<string[]> {
  const newest = await histories.done({ limit: CHANNELS_FROM });
  return [...new Set(['', ...newest.map(({ history }) => history?.channel ?? '')])];
}

async function doneEvents(
  { histories }: Histories,
  { since, until, account }: EventFilters,
  subjects: Subjects | undefined,
  limit: number,
): Promise<EventSeen[]> {
  const window = { since, until, limit };
  if (!subjects) return histories.done({ ...window, account });
  const asked = [
    ...subjects.records.map((record) => ({ about: aboutOf(record.account, record, '') })),
    ...subjects.threads.flatMap(({ account: of, thread, record }) => [
      { about: aboutOf(of, undefined, thread), thread },
      ...(record ? [{ about: aboutOf(of, record, ''), thread }] : []),
    ]),
  ];
  const found = (await Promise.all(asked.map((query) => histories.done({ ...window, ...query })))).flat();
  return [...found, ...(await ofFormerRecords(histories, found, subjects, window))];
}

/** A chat that an agent linked to another record has its first events with the one before. */
async function ofFormerRecords(
  histories: Store['histories'],
  found: readonly EventSeen[],
  { threads }: Subjects,
  window: { since?: number; until?: number; limit: number },
): Promise<EventSeen[]> {
  const former = found
    .filter(({ thread }) => threads.some((one) => one.thread === thread))
    .flatMap(({ account, thread, history }) =>
      history?.former ? [{ about: aboutOf(account, history.former, ''), thread }] : [],
    )
    .slice(0, HIDDEN_CHAT);
  return (await Promise.all(former.map((query) => histories.done({ ...window, ...query })))).flat();
}
