import type { Page, Query, Table } from '../dynamodb/table';
import { readBody } from '../inbox/kept-body';
import { eventKeyOf, inboxKey, readRow, replyOf, type InboxRow } from '../inbox/inbox-row';
import { isExpired } from '../retention';
import { unpackPayload } from '../payload';
import { allParts, partOf } from './place';
import { readHistory, type History } from './shape';

/** An event as a person looks at it. Times in epoch milliseconds. */
export interface EventSeen extends Pick<
  InboxRow,
  'account' | 'status' | 'receivedAt' | 'attempts' | 'doneAt' | 'dueAt' | 'failure' | 'thread'
> {
  key: string;
  /** Undefined: of a version that kept none, or not tried yet. */
  history?: History;
  /** JivoChat's answer, of a done event. */
  reply?: unknown;
}

/** Which done events; times in epoch milliseconds. */
interface DoneQuery {
  /** Only those about this (`aboutOf`). */
  about?: string;
  /** Only those of this thread, among the ones about `about`. */
  thread?: string;
  account?: string;
  since?: number;
  until?: number;
  /** Begins the event's key. */
  key?: string;
  limit: number;
}

const INDEX = 'history';
/** Asked of each part at once: a page of fifty is filled by the first round as a rule. */
const FIRST_PAGE = 8;

/** What is remembered of events, for people: every answer is a question to an index, none reads the whole table. */
export class Histories {
  constructor(private readonly table: Table) {}

  /** Done events, newest first. */
  async done(query: DoneQuery): Promise<EventSeen[]> {
    const parts = query.about === undefined ? allParts() : [partOf(query.about)];
    const streams = parts.map((part) => entriesOf((page) => this.#page(part, query, page)));
    const newest = await merged(streams, query.limit);
    return this.seen(newest.map(({ pk }) => eventKeyOf(pk)));
  }

  /** The events of these keys, in their order; what is gone is left out. */
  async seen(keys: readonly string[]): Promise<EventSeen[]> {
    const rows = await this.table.getAll('read history', keys.map(inboxKey), SEEN);
    const found = new Map(rows.map((row) => [row.pk, row as unknown as InboxRow]));
    return keys.flatMap((key) => {
      const row = found.get(inboxKey(key));
      return row && !isExpired(row, Date.now()) ? [toSeen(key, row)] : [];
    });
  }

  /** One event by its whole key. */
  async get(key: string): Promise<EventSeen | undefined> {
    const row = await readRow(this.table, key);
    return row && toSeen(key, row);
  }

  /**
   * The event's body as it came, while it is kept.
   * @param now epoch milliseconds.
   * @throws PayloadLostError when a part of it is gone.
   */
  async payload(key: string, now: number): Promise<string | undefined> {
    const row = await readRow(this.table, key);
    const waiting = row && (await unpackPayload(this.table, inboxKey(key), row));
    return waiting || readBody(this.table, key, now);
  }

  #page(part: string, query: DoneQuery, { limit, start }: PageWanted): Promise<Page> {
    const { about, thread, account, since = 0, until = Number.MAX_SAFE_INTEGER, key } = query;
    const wanted = { about, thread, account };
    const filters = Object.entries(wanted).flatMap(([name, value]) => (value ? [`#${name} = :${name}`] : []));
    if (key !== undefined) filters.push('begins_with(pk, :pk)');
    return this.table.query('list history', {
      index: INDEX,
      where: '#part = :part AND receivedAt BETWEEN :since AND :until',
      filter: filters.join(' AND '),
      values: { part, since, until, ...wanted, pk: inboxKey(key ?? '') },
      descending: true,
      // A limit counts what is read, not what passes the filter.
      limit: filters.length === 0 ? limit : undefined,
      start,
    });
  }
}

/** All but the body. */
const SEEN = {
  attributes: [
    ...['pk', 'account', 'status', 'receivedAt', 'attempts', 'doneAt'],
    ...['dueAt', 'failure', 'thread', 'history', 'reply', 'packedReply', 'expiresAt'],
  ],
  consistent: false,
};

function toSeen(key: string, row: InboxRow): EventSeen {
  const { account, status, receivedAt, attempts, doneAt, dueAt, failure, thread } = row;
  const reply = replyOf(row);
  const history = readHistory(row.history);
  return { key, account, status, receivedAt, attempts, doneAt, dueAt, failure, thread, history, reply };
}

type PageWanted = Pick<Query, 'limit' | 'start'>;
type Entry = Pick<InboxRow, 'receivedAt'> & { pk: string };

/** One part of the index, newest first, read as far as it is needed. */
async function* entriesOf(read: (page: PageWanted) => Promise<Page>): AsyncGenerator<Entry, undefined> {
  let start: Page['next'];
  let limit = FIRST_PAGE;
  do {
    const { rows, next } = await read({ limit, start });
    yield* rows as unknown as Entry[];
    start = next;
    limit *= 2;
  } while (start);
}

/** The newest of all parts. */
async function merged(parts: readonly AsyncGenerator<Entry, undefined>[], limit: number): Promise<Entry[]> {
  const newest: Entry[] = [];
  const heads = await Promise.all(parts.map((part) => part.next()));
  while (newest.length < limit) {
    let best = 0;
    for (const [index, { value }] of heads.entries()) {
      if (value && value.receivedAt > (heads[best]!.value?.receivedAt ?? -Infinity)) best = index;
    }
    const { value } = heads[best]!;
    if (!value) return newest;
    newest.push(value);
    if (newest.length < limit) heads[best] = await parts[best]!.next();
  }
  return newest;
}
