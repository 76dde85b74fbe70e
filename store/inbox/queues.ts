import type { Query, Table } from '../dynamodb/table';
import { NotParkedError, stillHeld } from '../errors';
import { eventKeyOf, inboxKey, parkedQueue, readRow, waitingSince, type InboxRow } from './inbox-row';
import { leadFieldsQueue } from '../links';
import { dropPayload } from '../payload';

export interface DueEvent extends Pick<InboxRow, 'thread' | 'receivedAt' | 'attempts' | 'failure'> {
  key: string;
  dueAt: number;
}

interface Page {
  account: string;
  limit: number;
  after?: Pick<DueEvent, 'key' | 'dueAt'>;
}

const INDEX = 'due';

/** Where an event stands, and what its last attempt ended with, unless that is not over. */
export type EventState = Pick<InboxRow, 'status' | 'attempts' | 'dueAt' | 'failure'>;

/** The inbox by what has to be done with its events: by the worker, or by a person. */
export class Queues {
  constructor(private readonly table: Table) {}

  /** What is due now, longest due first. @param after the last event of the page before. */
  due({ account, now, limit, after }: Page & { now: number }): Promise<DueEvent[]> {
    return this.#list(account, { until: now, limit, start: startAfter(account, after) });
  }

  /** The keys of link rows whose lead fields are to be written now, longest due first. */
  async leadFieldsDue({ account, now, limit }: Page & { now: number }): Promise<string[]> {
    const { rows } = await this.#query('list lead fields', leadFieldsQueue(account), { until: now, limit });
    return rows.map(({ pk }) => pk as string);
  }

  /** What waits for a person, oldest first. @param after the last event of the page before. */
  parked({ account, limit, after }: Page): Promise<DueEvent[]> {
    const queue = parkedQueue(account);
    return this.#list(queue, { limit, start: startAfter(queue, after) });
  }

  async #list(queue: string, page: QueuePage): Promise<DueEvent[]> {
    const { rows } = await this.#query('list events', queue, page);
    return rows.map(({ pk, ...row }) => ({ ...row, key: eventKeyOf(pk as string) }) as DueEvent);
  }

  /** Events that are not done and not parked, due or not. */
  async countPending(account: string): Promise<number> {
    return (await this.#all(account, { count: true })).count;
  }

  /** How much waits, for the worker and for a person, and since when the oldest of the worker's does (epoch milliseconds). */
  async summary(account: string): Promise<{ pending: number; oldestAt?: number; parked: number }> {
    const [pending, parked] = await Promise.all([
      this.#all(account, { attributes: ['receivedAt', 'dueAt', 'failure'] }),
      this.#all(parkedQueue(account), { count: true }),
    ]);
    return { pending: pending.count, oldestAt: pending.oldestAt, parked: parked.count };
  }

  async #all(queue: string, what: QueuePage): Promise<{ count: number; oldestAt?: number }> {
    let count = 0;
    let oldestAt: number | undefined;
    let start: QueuePage['start'];
    do {
      const page = await this.#query('count events', queue, { ...what, start });
      count += page.count;
      for (const row of page.rows) {
        oldestAt = Math.min(oldestAt ?? Infinity, waitingSince(row as unknown as InboxRow));
      }
      start = page.next;
    } while (start);
    return { count, oldestAt };
  }

  #query(operation: string, queue: string, { until = Number.MAX_SAFE_INTEGER, ...page }: QueuePage) {
    const where = '#queue = :queue AND dueAt <= :until';
    return this.table.query(operation, { index: INDEX, where, values: { queue, until }, ...page });
  }

  /** A parked event is due again, with its attempts counted anew from the one that may have left something behind. @throws NotParkedError. */
  async replay({ key, now }: { key: string; now: number }): Promise<void> {
    const row = await this.#parked(key, 'replay event');
    const replayed = await this.table.update('replay event', inboxKey(key), {
      set: { status: 'due', queue: row.account, dueAt: now, attempts: 1 },
      remove: ['lastOwner', 'suspectFailures'],
      ...STILL_PARKED,
    });
    stillHeld('replay event', replayed);
  }

  async #parked(key: string, operation: string): Promise<InboxRow> {
    const row = await readRow(this.table, key);
    if (row?.status !== 'parked') throw new NotParkedError(operation);
    return row;
  }

  /**
   * How these events stand now, by key; those that are gone are left out.
   * @throws StoreError as `Table.getAll`.
   */
  async states(keys: readonly string[]): Promise<Map<string, EventState>> {
    const attributes = ['pk', 'status', 'attempts', 'dueAt', 'failure'];
    const rows = await this.table.getAll('look at events', keys.map(inboxKey), { attributes });
    return new Map(
      rows.map(({ pk, ...state }) => [eventKeyOf(pk as string), state as unknown as EventState]),
    );
  }

  /** Removes a parked event for good. @throws NotParkedError. */
  async drop(key: string): Promise<void> {
    const row = await this.#parked(key, 'drop event');
    stillHeld('drop event', await this.table.delete('drop event', inboxKey(key), STILL_PARKED));
    await dropPayload(this.table, inboxKey(key), row);
  }
}

const STILL_PARKED = { condition: '#status = :parked', values: { parked: 'parked' } };

/** Due by `until`, epoch milliseconds. */
type QueuePage = Pick<Query, 'limit' | 'count' | 'attributes' | 'start'> & { until?: number };

function startAfter(queue: string, after: Page['after']): Record<string, unknown> | undefined {
  return after && { pk: inboxKey(after.key), queue, dueAt: after.dueAt };
}
