import {
  BatchGetCommand,
  DeleteCommand,
  QueryCommand,
  UpdateCommand,
  type QueryCommandInput,
} from '../dynamodb/table';
import { NotParkedError, StoreError, fenced, guarded } from '../errors';
import {
  eventKeyOf,
  inboxKey,
  parkedQueue,
  readRow,
  waitingSince,
  type Failure,
  type InboxRow,
} from './inbox-row';
import { leadFieldsQueue } from '../links';
import { dropPayload, type PayloadTable } from '../payload';

export interface DueEvent {
  key: string;
  /** The key of its thread's link row. */
  thread?: string;
  receivedAt: number;
  dueAt: number;
  attempts: number;
  failure?: Failure;
}

type QueryPart = Pick<QueryCommandInput, 'Limit' | 'Select' | 'ProjectionExpression' | 'ExclusiveStartKey'>;

interface Page {
  account: string;
  limit: number;
  after?: Pick<DueEvent, 'key' | 'dueAt'>;
}

const DUE_INDEX = 'due';
/** DynamoDB API Reference: BatchGetItem. */
const BATCH = 100;

/** Where an event stands. */
export interface EventState {
  status: InboxRow['status'];
  attempts: number;
  /** Epoch milliseconds; absent when it is done. */
  dueAt?: number;
  /** What its last attempt ended with, unless that is not over. */
  failure?: Failure;
}

/** The inbox by what has to be done with its events: by the worker, or by a person. */
export class Queues {
  readonly #table: PayloadTable;

  constructor(table: PayloadTable) {
    this.#table = table;
  }

  /** What is due now, longest due first. @param after the last event of the page before. */
  due({ account, now, limit, after }: Page & { now: number }): Promise<DueEvent[]> {
    return this.#list(account, limit, { until: now, start: startAfter(account, after) });
  }

  /** The keys of link rows whose lead fields are to be written now, longest due first. */
  async leadFieldsDue({ account, now, limit }: Page & { now: number }): Promise<string[]> {
    const query = this.#query(leadFieldsQueue(account), now, { Limit: limit });
    const { Items = [] } = await guarded('list lead fields', this.#table.client.send(query));
    return Items.map(({ pk }) => pk as string);
  }

  /** What waits for a person, oldest first. @param after the last event of the page before. */
  parked({ account, limit, after }: Page): Promise<DueEvent[]> {
    const queue = parkedQueue(account);
    return this.#list(queue, limit, { start: startAfter(queue, after) });
  }

  async #list(
    queue: string,
    limit: number,
    { until = Number.MAX_SAFE_INTEGER, start }: { until?: number; start?: Record<string, unknown> },
  ): Promise<DueEvent[]> {
    const query = this.#query(queue, until, { Limit: limit, ExclusiveStartKey: start });
    const { Items = [] } = await guarded('list events', this.#table.client.send(query));
    return Items.map(({ pk, ...row }) => ({ ...row, key: eventKeyOf(pk as string) }) as DueEvent);
  }

  /** Events that are not done and not parked, due or not. */
  async countPending(account: string): Promise<number> {
    const rows = await this.#all(account, { Select: 'COUNT' });
    return rows.count;
  }

  /** How much waits, for the worker and for a person, and since when the oldest of the worker's does (epoch milliseconds). */
  async summary(account: string): Promise<{ pending: number; oldestAt?: number; parked: number }> {
    const [pending, parked] = await Promise.all([
      this.#all(account, { ProjectionExpression: 'receivedAt, dueAt, failure' }),
      this.#all(parkedQueue(account), { Select: 'COUNT' }),
    ]);
    return { pending: pending.count, oldestAt: pending.oldestAt, parked: parked.count };
  }

  async #all(queue: string, what: QueryPart): Promise<{ count: number; oldestAt?: number }> {
    let count = 0;
    let oldestAt: number | undefined;
    let start: Record<string, unknown> | undefined;
    do {
      const query = this.#query(queue, Number.MAX_SAFE_INTEGER, { ...what, ExclusiveStartKey: start });
      const page = await guarded('count events', this.#table.client.send(query));
      count += page.Count ?? 0;
      for (const row of page.Items ?? []) {
        oldestAt = Math.min(oldestAt ?? Infinity, waitingSince(row as unknown as InboxRow));
      }
      start = page.LastEvaluatedKey;
    } while (start);
    return { count, oldestAt };
  }

  #query(queue: string, until: number, more: QueryPart) {
    return new QueryCommand({
      TableName: this.#table.tableName,
      IndexName: DUE_INDEX,
      KeyConditionExpression: '#queue = :queue AND dueAt <= :until',
      ExpressionAttributeNames: { '#queue': 'queue' },
      ExpressionAttributeValues: { ':queue': queue, ':until': until },
      ...more,
    });
  }

  /** A parked event is due again, with its attempts counted anew from the one that may have left something behind. @throws NotParkedError. */
  async replay({ key, now }: { key: string; now: number }): Promise<void> {
    const row = await readRow(this.#table, key);
    if (row?.status !== 'parked') throw new NotParkedError('replay event');
    const command = new UpdateCommand({
      TableName: this.#table.tableName,
      Key: { pk: inboxKey(key) },
      UpdateExpression:
        'SET #status = :due, #queue = :queue, dueAt = :now, attempts = :one REMOVE lastOwner, suspectFailures',
      ConditionExpression: '#status = :parked',
      ExpressionAttributeNames: { '#status': 'status', '#queue': 'queue' },
      ExpressionAttributeValues: {
        ':due': 'due',
        ':queue': row.account,
        ':now': now,
        ':one': 1,
        ':parked': 'parked',
      },
    });
    await fenced('replay event', this.#table.client.send(command));
  }

  /**
   * How these events stand now, by key; those that are gone are left out.
   * @throws StoreError also when DynamoDB left some out for want of capacity: that is not the same as gone.
   */
  async states(keys: readonly string[]): Promise<Map<string, EventState>> {
    const states = new Map<string, EventState>();
    for (let at = 0; at < keys.length; at += BATCH) {
      for (const [key, state] of await this.#batch(keys.slice(at, at + BATCH))) states.set(key, state);
    }
    return states;
  }

  async #batch(keys: readonly string[]): Promise<[string, EventState][]> {
    const { client, tableName } = this.#table;
    const command = new BatchGetCommand({
      RequestItems: {
        [tableName]: {
          Keys: keys.map((key) => ({ pk: inboxKey(key) })),
          ConsistentRead: true,
          ProjectionExpression: 'pk, #status, attempts, dueAt, failure',
          ExpressionAttributeNames: { '#status': 'status' },
        },
      },
    });
    const { Responses, UnprocessedKeys } = await guarded('look at events', client.send(command));
    if (UnprocessedKeys?.[tableName]) throw new StoreError('look at events', 'some were not read', true);
    const rows = (Responses?.[tableName] ?? []) as unknown as (EventState & { pk: string })[];
    return rows.map(({ pk, ...state }) => [eventKeyOf(pk), state]);
  }

  /** Removes a parked event for good. @throws NotParkedError. */
  async drop(key: string): Promise<void> {
    const row = await readRow(this.#table, key);
    if (row?.status !== 'parked') throw new NotParkedError('drop event');
    const command = new DeleteCommand({
      TableName: this.#table.tableName,
      Key: { pk: inboxKey(key) },
      ConditionExpression: '#status = :parked',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':parked': 'parked' },
    });
    await fenced('drop event', this.#table.client.send(command));
    await dropPayload(this.#table, inboxKey(key), row);
  }
}

function startAfter(queue: string, after: Page['after']): Record<string, unknown> | undefined {
  return after && { pk: inboxKey(after.key), queue, dueAt: after.dueAt };
}
