import { BatchGetCommand, QueryCommand } from '../dynamodb/table';
import { StoreError, guarded } from '../errors';
import { readBody } from '../inbox/kept-body';
import { eventKeyOf, inboxKey, readRow, type Failure, type InboxRow } from '../inbox/inbox-row';
import { isExpired } from '../retention';
import { unpackPayload, type PayloadTable } from '../payload';
import { allParts, partOf } from './place';
import { readHistory, type History } from './shape';

/** An event as a person looks at it. Times in epoch milliseconds. */
export interface EventSeen {
  key: string;
  account: string;
  status: InboxRow['status'];
  receivedAt: number;
  attempts: number;
  doneAt?: number;
  /** Next attempt; of a parked event, when it was parked. */
  dueAt?: number;
  failure?: Failure;
  /** The key of its thread's link row; a call's holds a number. */
  thread?: string;
  /** Undefined: of a version that kept none, or not tried yet. */
  history?: History;
  /** JivoChat's answer, of a done event. */
  reply?: unknown;
}

/** Which done events; times in epoch milliseconds. */
export interface DoneQuery {
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
/** DynamoDB API Reference: BatchGetItem. */
const BATCH = 100;
/** Asked of each part at once: a page of fifty is filled by the first round as a rule. */
const FIRST_PAGE = 8;

interface Entry {
  key: string;
  receivedAt: number;
}

/** What is remembered of events, for people: every answer is a question to an index, none reads the whole table. */
export class Histories {
  readonly #table: PayloadTable;

  constructor(table: PayloadTable) {
    this.#table = table;
  }

  /** Done events, newest first. */
  async done(query: DoneQuery): Promise<EventSeen[]> {
    const parts = query.about === undefined ? allParts() : [partOf(query.about)];
    const streams = parts.map((part) => new Part((page) => this.#page(part, query, page)));
    const newest = await merged(streams, query.limit);
    return this.seen(newest.map(({ key }) => key));
  }

  /** The events of these keys, in their order; what is gone is left out. */
  async seen(keys: readonly string[]): Promise<EventSeen[]> {
    const found = new Map<string, EventSeen>();
    for (let at = 0; at < keys.length; at += BATCH) {
      for (const event of await this.#batch(keys.slice(at, at + BATCH))) found.set(event.key, event);
    }
    return keys.flatMap((key) => found.get(key) ?? []);
  }

  /** One event by its whole key. */
  async get(key: string): Promise<EventSeen | undefined> {
    const row = await readRow(this.#table, key);
    return row && toSeen(key, row);
  }

  /**
   * The event's body as it came, while it is kept.
   * @param now epoch milliseconds.
   * @throws PayloadLostError when a part of it is gone.
   */
  async payload(key: string, now: number): Promise<string | undefined> {
    const row = await readRow(this.#table, key);
    const waiting = row && (await unpackPayload(this.#table, inboxKey(key), row));
    return waiting || readBody(this.#table, key, now);
  }

  async #page(part: string, query: DoneQuery, { limit, start }: PageWanted) {
    const { about, thread, account, since = 0, until = Number.MAX_SAFE_INTEGER, key } = query;
    const wanted = { about, thread, account };
    const filters = Object.entries(wanted).filter(([, value]) => value !== undefined);
    const conditions = filters.map(([name]) => `#${name} = :${name}`);
    if (key !== undefined) conditions.push('begins_with(#pk, :pk)');
    const command = new QueryCommand({
      TableName: this.#table.tableName,
      IndexName: INDEX,
      KeyConditionExpression: '#part = :part AND receivedAt BETWEEN :since AND :until',
      ...(conditions.length > 0 && { FilterExpression: conditions.join(' AND ') }),
      ExpressionAttributeNames: {
        '#part': 'part',
        ...Object.fromEntries(filters.map(([name]) => [`#${name}`, name])),
        ...(key !== undefined && { '#pk': 'pk' }),
      },
      ExpressionAttributeValues: {
        ':part': part,
        ':since': since,
        ':until': until,
        ...Object.fromEntries(filters.map(([name, value]) => [`:${name}`, value])),
        ...(key !== undefined && { ':pk': inboxKey(key) }),
      },
      ScanIndexForward: false,
      // A limit counts what is read, not what passes the filter.
      ...(conditions.length === 0 && { Limit: limit }),
      ExclusiveStartKey: start,
    });
    const { Items = [], LastEvaluatedKey } = await guarded('list history', this.#table.client.send(command));
    const entries = Items.map(({ pk, receivedAt }) => ({
      key: eventKeyOf(pk as string),
      receivedAt: receivedAt as number,
    }));
    return { entries, next: LastEvaluatedKey };
  }

  async #batch(keys: readonly string[]): Promise<EventSeen[]> {
    const { client, tableName } = this.#table;
    const Keys = [...new Set(keys)].map((key) => ({ pk: inboxKey(key) }));
    if (Keys.length === 0) return [];
    const command = new BatchGetCommand({
      RequestItems: {
        [tableName]: {
          Keys,
          ProjectionExpression: SEEN.map((name) => `#${name}`).join(', '),
          ExpressionAttributeNames: Object.fromEntries(SEEN.map((name) => [`#${name}`, name])),
        },
      },
    });
    const { Responses, UnprocessedKeys } = await guarded('read history', client.send(command));
    if (UnprocessedKeys?.[tableName]) throw new StoreError('read history', 'some were not read', true);
    const rows = (Responses?.[tableName] ?? []) as unknown as (InboxRow & { pk: string })[];
    return rows
      .filter((row) => !isExpired(row, Date.now()))
      .map(({ pk, ...row }) => toSeen(eventKeyOf(pk), row));
  }
}

/** All but the body. */
const SEEN = [
  'pk',
  'account',
  'status',
  'receivedAt',
  'attempts',
  'doneAt',
  'dueAt',
  'failure',
  'thread',
  'history',
  'reply',
  'expiresAt',
];

function toSeen(key: string, row: InboxRow): EventSeen {
  const { account, status, receivedAt, attempts, doneAt, dueAt, failure, thread, reply } = row;
  const history = readHistory(row.history);
  return { key, account, status, receivedAt, attempts, doneAt, dueAt, failure, thread, history, reply };
}

interface PageWanted {
  limit: number;
  start?: Record<string, unknown>;
}

type ReadPage = (page: PageWanted) => Promise<{ entries: Entry[]; next?: Record<string, unknown> }>;

/** One part of the index, newest first, read as far as it is needed. */
class Part {
  readonly #read: ReadPage;
  #entries: Entry[] = [];
  #start: Record<string, unknown> | undefined;
  #isAtEnd = false;
  #limit = FIRST_PAGE;

  constructor(read: ReadPage) {
    this.#read = read;
  }

  /** Reads on unless there is something to take, or nothing left. */
  async fill(): Promise<void> {
    while (this.#entries.length === 0 && !this.#isAtEnd) {
      const { entries, next } = await this.#read({ limit: this.#limit, start: this.#start });
      this.#entries = entries;
      this.#start = next;
      this.#isAtEnd = next === undefined;
      this.#limit *= 2;
    }
  }

  get newest(): Entry | undefined {
    return this.#entries[0];
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0 && !this.#isAtEnd;
  }

  take(): Entry {
    return this.#entries.shift()!;
  }
}

/** The newest of all parts. */
async function merged(parts: readonly Part[], limit: number): Promise<Entry[]> {
  const newest: Entry[] = [];
  await Promise.all(parts.map((part) => part.fill()));
  while (newest.length < limit) {
    let best: Part | undefined;
    for (const part of parts) {
      if (part.newest && (!best?.newest || part.newest.receivedAt > best.newest.receivedAt)) best = part;
    }
    if (!best) return newest;
    newest.push(best.take());
    if (best.isEmpty) await best.fill();
  }
  return newest;
}
