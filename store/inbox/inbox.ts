import type { Item, Table } from '../dynamodb/table';
import { HELD_BY_OWNER, StoreError, stillHeld } from '../errors';
import {
  inboxKey,
  parkedQueue,
  readRow,
  replyOf,
  toRowReply,
  type Failure,
  type InboxRow,
} from './inbox-row';
import { keepBody } from './kept-body';
import { VERSION } from '../parse-row';
import { PAYLOAD_ATTRIBUTES, dropPayload, packPayload, unpackPayload, type StoredPayload } from '../payload';
import { partOf } from '../history/place';
import { readHistory, toHistoryRow, type History } from '../history/shape';
import { expiresAt, isExpired } from '../retention';

interface Claim {
  /** The idempotency key. */
  key: string;
  now: number;
  /** Who holds the row from now on. */
  owner: string;
  leaseMs: number;
}

export interface NewEvent extends Claim {
  account: string;
  /** Groups the events that must be applied in order. */
  thread: string;
  payload: string;
  /** Epoch milliseconds. */
  receivedAt: number;
  /** A done event older than this counts as a new one. */
  repeatAfterMs?: number;
}

/** An event in its holder's hands. */
interface Claimed {
  attempts: number;
  suspectFailures: number;
  receivedAt: number;
  /** An earlier holder vanished: it may have been cut off in the middle of its writes. */
  takenOver: boolean;
  /** What is known of earlier attempts. */
  history?: History;
}

export type Kept =
  | ({ state: 'claimed' } & Claimed)
  | { state: 'done'; reply: unknown; tenant?: string }
  /** In work elsewhere. */
  | { state: 'busy' }
  | { state: 'parked' };

export interface ClaimedEvent extends Claimed {
  key: string;
  payload: string;
}

/** Every event until the CRM has it, and its reply afterwards. One row an event; it is the idempotency record as well. */
export class Inbox {
  constructor(private readonly table: Table) {}

  /**
   * Writes the event down, unless it is here already. From a `claimed` on it cannot be lost.
   * One request for a new event. While it is held it is due when the lease ends, so that a crash makes it due by itself.
   * @throws StoreError when the event could not be kept.
   */
  async keep(event: NewEvent): Promise<Kept> {
    const stored = await packPayload(this.table, inboxKey(event.key), event.payload);
    if (await this.#put(event, stored)) return begun(event);
    const row = await readRow(this.table, event.key);
    if (isOurs(row, event, stored)) return begun(event);
    const startsAnew = countsAsNew(row, event);
    if (startsAnew) {
      if (await this.#put(event, stored, row)) return begun(event);
      if (isOurs(await readRow(this.table, event.key), event, stored)) return begun(event);
    }
    // Left-over parts cost storage and nothing else.
    await dropPayload(this.table, inboxKey(event.key), stored).catch(() => undefined);
    return startsAnew ? { state: 'busy' } : this.#keepAgain(event, row!);
  }

  async #keepAgain(event: NewEvent, row: InboxRow): Promise<Kept> {
    if (row.status === 'parked') return { state: 'parked' };
    if (row.status === 'done') return { state: 'done', reply: replyOf(row), tenant: row.tenant };
    const claimed = await this.#claimRow(event, row, Number.MAX_SAFE_INTEGER);
    return claimed ? { state: 'claimed', ...claimedOf(claimed, row) } : { state: 'busy' };
  }

  /**
   * Parts already written stay when the answer is an error: the put may have been made all the same, and names them.
   * @param over the row that no longer counts and is to be replaced.
   * @returns false when another row stands there.
   */
  async #put(event: NewEvent, stored: StoredPayload, over?: InboxRow): Promise<boolean> {
    const { key, account, thread, receivedAt, now, owner, leaseMs } = event;
    const leaseUntil = now + leaseMs;
    const row = {
      pk: inboxKey(key),
      version: VERSION,
      account,
      thread,
      receivedAt,
      status: 'working',
      attempts: 1,
      leaseOwner: owner,
      leaseUntil,
      queue: account,
      dueAt: leaseUntil,
      ...stored,
    };
    const isFree = {
      condition: `attribute_not_exists(pk)${over ? ' OR doneAt = :doneAt' : ''}`,
      values: { doneAt: over?.doneAt ?? 0 },
    };
    return (await this.table.put('keep event', row, isFree)) !== undefined;
  }

  /**
   * Takes a due event; undefined when it is done, parked, not due yet or held by another worker.
   * @throws StoreError when its body cannot be read; when that stays so it is parked, so that it does not stand in the way of
   * the others for ever.
   */
  async claim(claim: Claim): Promise<ClaimedEvent | undefined> {
    const { key, now, owner } = claim;
    const before = await readRow(this.table, key);
    const row = before && (await this.#claimRow(claim, before, now));
    if (!row) return undefined;
    try {
      const payload = await unpackPayload(this.table, inboxKey(key), row);
      return { key, payload, ...claimedOf(row, before) };
    } catch (error) {
      const passes = error instanceof StoreError && error.retryable;
      if (!passes) {
        const message =
          error instanceof StoreError ? error.message : 'store: read payload: it cannot be unpacked';
        await this.park({ key, owner, failure: { message }, now });
      }
      throw error;
    }
  }

  /** @param dueBy takes only what is due then. An owner may take what is its already: the SDK repeats lost requests. */
  async #claimRow(
    { key, now, owner, leaseMs }: Claim,
    before: InboxRow,
    dueBy: number,
  ): Promise<InboxRow | undefined> {
    const until = now + leaseMs;
    const suspectFailures = (before.suspectFailures ?? 0) + (wasHeld(before) ? 1 : 0);
    const row = await this.table.update('claim event', inboxKey(key), {
      set: { status: 'working', leaseOwner: owner, leaseUntil: until, dueAt: until, suspectFailures },
      remove: ['lastOwner'],
      assign: ['attempts = attempts + :one'],
      condition:
        '#status IN (:working, :due) AND (leaseOwner = :owner OR ' +
        '((attribute_not_exists(leaseOwner) OR leaseUntil <= :now) AND dueAt <= :dueBy))',
      values: { working: 'working', due: 'due', owner, now, dueBy, one: 1 },
      returns: 'ALL_NEW',
    });
    return row as InboxRow | undefined;
  }

  /**
   * The CRM has it: the body goes, the reply stays for whoever sends the event again, the history for whoever asks. From now
   * on it stands in the index by time, which costs one write unit.
   * @returns whether the body is kept for a while, where it is to be; the event is done in any case.
   * @throws LeaseLostError when another worker holds the event by now.
   */
  async finish(done: Finished): Promise<boolean> {
    const { key, reply, tenant, about, keepMs, bodyMs = 0, now } = done;
    const placed = { about, part: partOf(about), doneAt: now, expiresAt: expiresAt(now, keepMs) };
    const set = { status: 'done', ...toRowReply(reply), ...placed, tenant };
    const before = await this.#release(done, set, ['queue', 'dueAt', 'failure', ...PAYLOAD_ATTRIBUTES]);
    await dropPayload(this.table, inboxKey(key), before).catch(() => undefined);
    return keepBody(this.table, key, before, { keepMs: bodyMs, now }).catch(() => false);
  }

  /** Due again at `dueAt`. @throws LeaseLostError when another worker holds the event by now. */
  async postpone({ dueAt, failure, suspectFailures, ...event }: Postponed): Promise<void> {
    await this.#release(event, { status: 'due', dueAt, failure, suspectFailures });
  }

  /** Out of the retries until a person replays it. @throws LeaseLostError when another worker holds the event by now. */
  async park({ failure, now, ...event }: Parked): Promise<void> {
    const account = (await readRow(this.table, event.key))?.account ?? '';
    await this.#release(event, { status: 'parked', queue: parkedQueue(account), dueAt: now, failure });
  }

  /** @returns the row as it was before. */
  async #release(
    { key, owner, history }: Ended,
    set: Item,
    remove: readonly string[] = [],
  ): Promise<Partial<InboxRow>> {
    const before = await this.table.update('release event', inboxKey(key), {
      set: { ...set, history: history && toHistoryRow(history), lastOwner: owner },
      remove: ['leaseOwner', 'leaseUntil', ...remove],
      condition: HELD_BY_OWNER,
      values: { owner },
      returns: 'ALL_OLD',
    });
    return stillHeld('release event', before);
  }
}

interface Ended {
  key: string;
  owner: string;
  history?: History;
}

interface Finished extends Ended {
  reply: unknown;
  /** The CRM account that has the event. */
  tenant?: string;
  history: History;
  /** Of `aboutOf`. */
  about: string;
  /** How long it is remembered, milliseconds. */
  keepMs: number;
  /** How long its body is kept, milliseconds; none: not at all. */
  bodyMs?: number;
  now: number;
}

interface Parked extends Ended {
  failure: Failure;
  now: number;
}

interface Postponed extends Ended {
  /** Epoch milliseconds. */
  dueAt: number;
  /** None: nobody has tried yet. */
  failure?: Failure;
  /** Of all attempts until now. */
  suspectFailures: number;
}

function claimedOf(
  { attempts, suspectFailures = 0, receivedAt, history }: InboxRow,
  before: InboxRow,
): Claimed {
  return { attempts, suspectFailures, receivedAt, takenOver: wasHeld(before), history: readHistory(history) };
}

function begun({ receivedAt }: NewEvent): Kept {
  return { state: 'claimed', attempts: 1, suspectFailures: 0, receivedAt, takenOver: false };
}

/** Our own put stands there: it was made, its answer was lost, and the SDK asked again. */
function isOurs(row: InboxRow | undefined, { owner }: NewEvent, { generation }: StoredPayload): boolean {
  return row?.status === 'working' && row.leaseOwner === owner && row.generation === generation;
}

/** What stands there is too old to be the same event. */
function countsAsNew(row: InboxRow | undefined, { now, repeatAfterMs = Infinity }: NewEvent): boolean {
  if (!row || isExpired(row, now)) return true;
  return row.status === 'done' && now - (row.doneAt ?? 0) > repeatAfterMs;
}

/** Its lease ran out with nobody to release it. */
function wasHeld(row: InboxRow): boolean {
  return row.status === 'working' && row.leaseUntil !== undefined;
}
