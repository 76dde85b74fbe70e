import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { fenced, guarded, isConditionFailed } from './errors';
import { inboxKey, parkedQueue, readRow, type Failure, type InboxRow } from './inbox-row';
import { dropPayload, packPayload, unpackPayload, type PayloadTable, type StoredPayload } from './payload';
import { DONE_EVENT_MS, expiresAt, isExpired } from './retention';

export interface NewEvent {
  /** The idempotency key. */
  key: string;
  connector: string;
  /** Groups the events that must be applied in order. */
  chat: string;
  payload: string;
  /** Epoch milliseconds. */
  receivedAt: number;
  now: number;
  /** Who holds the row from now on. */
  owner: string;
  leaseMs: number;
  /** A done event older than this counts as a new one. */
  repeatAfterMs?: number;
}

export type Kept =
  | {
      state: 'claimed';
      attempts: number;
      receivedAt: number;
      /** An earlier holder vanished: it may have been cut off in the middle of its writes. */
      takenOver: boolean;
    }
  | { state: 'done'; reply: unknown }
  /** In work elsewhere. */
  | { state: 'busy' }
  | { state: 'parked' };

export interface ClaimedEvent {
  key: string;
  payload: string;
  attempts: number;
  receivedAt: number;
  takenOver: boolean;
}

interface Claim {
  key: string;
  now: number;
  owner: string;
  leaseMs: number;
}

const PAYLOAD = ['text', 'gzip', 'generation', 'parts'] as const;

/** Every event until the CRM has it, and its reply afterwards. One row an event; it is the idempotency record as well. */
export class Inbox {
  readonly #table: PayloadTable;

  constructor(table: PayloadTable) {
    this.#table = table;
  }

  /**
   * Writes the event down, unless it is here already. From a `claimed` on it cannot be lost.
   * One request for a new event. While it is held it is due when the lease ends, so that a crash makes it due by itself.
   * @throws StoreError when the event could not be kept.
   */
  async keep(event: NewEvent): Promise<Kept> {
    try {
      await this.#put(event, 'attribute_not_exists(pk)');
      return { state: 'claimed', attempts: 1, receivedAt: event.receivedAt, takenOver: false };
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
    }
    return this.#keepAgain(event);
  }

  async #keepAgain(event: NewEvent): Promise<Kept> {
    const row = await readRow(this.#table, event.key);
    if (!row || isExpired(row, event.now)) return this.#putOver(event, row);
    if (row.status === 'parked') return { state: 'parked' };
    if (row.status === 'done') {
      const repeats =
        event.repeatAfterMs !== undefined && event.now - (row.doneAt ?? 0) > event.repeatAfterMs;
      return repeats ? this.#putOver(event, row) : { state: 'done', reply: row.reply };
    }
    const claimed = await this.#claimRow(event);
    if (!claimed) return { state: 'busy' };
    return {
      state: 'claimed',
      attempts: claimed.attempts,
      receivedAt: claimed.receivedAt,
      takenOver: wasHeld(row),
    };
  }

  /** Begins a row anew in the place of one that no longer counts. */
  async #putOver(event: NewEvent, seen: InboxRow | undefined): Promise<Kept> {
    const values = { ':doneAt': seen?.doneAt ?? 0 };
    try {
      await this.#put(event, 'attribute_not_exists(pk) OR doneAt = :doneAt', values);
      return { state: 'claimed', attempts: 1, receivedAt: event.receivedAt, takenOver: false };
    } catch (error) {
      if (isConditionFailed(error)) return { state: 'busy' };
      throw error;
    }
  }

  async #put(event: NewEvent, condition: string, values?: Record<string, unknown>): Promise<void> {
    const { key, connector, chat, payload, receivedAt, now, owner, leaseMs } = event;
    const pk = inboxKey(key);
    const stored = await packPayload(this.#table, pk, payload);
    const leaseUntil = now + leaseMs;
    const Item = {
      pk,
      connector,
      chat,
      receivedAt,
      status: 'working',
      attempts: 1,
      leaseOwner: owner,
      leaseUntil,
      queue: connector,
      dueAt: leaseUntil,
      ...stored,
    };
    const request = { TableName: this.#table.tableName, Item, ConditionExpression: condition };
    try {
      const command = new PutCommand({ ...request, ...(values && { ExpressionAttributeValues: values }) });
      await guarded('keep event', this.#table.client.send(command));
    } catch (error) {
      await dropPayload(this.#table, pk, stored);
      throw error;
    }
  }

  /** Takes a due event; undefined when it is done, parked, not due yet or held by another worker. */
  async claim(claim: Claim): Promise<ClaimedEvent | undefined> {
    const before = await readRow(this.#table, claim.key);
    const row = before && (await this.#claimRow(claim));
    if (!row) return undefined;
    const payload = await unpackPayload(this.#table, inboxKey(claim.key), row);
    return {
      key: claim.key,
      payload,
      attempts: row.attempts,
      receivedAt: row.receivedAt,
      takenOver: wasHeld(before),
    };
  }

  async #claimRow({ key, now, owner, leaseMs }: Claim): Promise<InboxRow | undefined> {
    const command = new UpdateCommand({
      TableName: this.#table.tableName,
      Key: { pk: inboxKey(key) },
      UpdateExpression:
        'SET #status = :working, leaseOwner = :owner, leaseUntil = :until, dueAt = :until ADD attempts :one',
      ConditionExpression:
        '#status IN (:working, :due) AND (attribute_not_exists(leaseOwner) OR leaseUntil <= :now)',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':working': 'working',
        ':due': 'due',
        ':owner': owner,
        ':until': now + leaseMs,
        ':now': now,
        ':one': 1,
      },
      ReturnValues: 'ALL_NEW',
    });
    try {
      const { Attributes } = await guarded('claim event', this.#table.client.send(command));
      return Attributes as InboxRow;
    } catch (error) {
      if (isConditionFailed(error)) return undefined;
      throw error;
    }
  }

  /**
   * The CRM has it: the body goes, the reply stays for whoever sends the event again.
   * @throws LeaseLostError when another worker holds the event by now.
   */
  async finish({
    key,
    owner,
    reply,
    now,
  }: {
    key: string;
    owner: string;
    reply: unknown;
    now: number;
  }): Promise<void> {
    const before = await this.#settle(key, owner, {
      set: { '#status': 'done', reply, doneAt: now, expiresAt: expiresAt(now, DONE_EVENT_MS) },
      remove: ['queue', 'dueAt', 'failure', ...PAYLOAD],
    });
    await dropPayload(this.#table, inboxKey(key), before).catch(() => undefined);
  }

  /** Due again at `dueAt`. @throws LeaseLostError when another worker holds the event by now. */
  async postpone({ key, owner, dueAt, failure }: Postponed): Promise<void> {
    await this.#settle(key, owner, { set: { '#status': 'due', dueAt, failure }, remove: [] });
  }

  /** Out of the retries until a person replays it. @throws LeaseLostError when another worker holds the event by now. */
  async park({
    key,
    owner,
    failure,
    now,
  }: {
    key: string;
    owner: string;
    failure: Failure;
    now: number;
  }): Promise<void> {
    const connector = (await readRow(this.#table, key))?.connector;
    const set = { '#status': 'parked', queue: parkedQueue(connector ?? ''), dueAt: now, failure };
    await this.#settle(key, owner, { set, remove: [] });
  }

  /** @returns the row as it was before. */
  async #settle(
    key: string,
    owner: string,
    { set, remove }: { set: Record<string, unknown>; remove: string[] },
  ) {
    const assignments = Object.keys(set).map((name, index) => `${name} = :v${index}`);
    const values = Object.fromEntries(Object.values(set).map((value, index) => [`:v${index}`, value]));
    const gone = ['leaseOwner', 'leaseUntil', ...remove];
    const names = Object.fromEntries(gone.map((name) => [`#r_${name}`, name]));
    const command = new UpdateCommand({
      TableName: this.#table.tableName,
      Key: { pk: inboxKey(key) },
      UpdateExpression: `SET ${assignments.join(', ')} REMOVE ${Object.keys(names).join(', ')}`,
      ConditionExpression: 'leaseOwner = :owner',
      ExpressionAttributeNames: { '#status': 'status', ...names },
      ExpressionAttributeValues: { ...values, ':owner': owner },
      ReturnValues: 'ALL_OLD',
    });
    const { Attributes } = await fenced('settle event', this.#table.client.send(command));
    return (Attributes ?? {}) as StoredPayload;
  }
}

interface Postponed {
  key: string;
  owner: string;
  /** Epoch milliseconds. */
  dueAt: number;
  failure: Failure;
}

/** Its lease ran out with nobody to settle it. */
function wasHeld(row: InboxRow): boolean {
  return row.status === 'working' && row.leaseUntil !== undefined;
}
