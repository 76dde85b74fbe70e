import { createHash } from 'node:crypto';
import type { Table } from './dynamodb/table';
import { HELD_BY_OWNER, stillHeld } from './errors';
import { packText, unpackText } from './packed-text';
import { LINK_MS, UNUSED_LINK_MS, expiresAt, isExpired } from './retention';

/** Names a record of a CRM; the store only carries it. */
export interface LinkedRecord {
  type: string;
  id: string;
}

export interface Link {
  key: string;
  record?: LinkedRecord;
  /** State of whoever uses the row. */
  data?: Record<string, unknown>;
  inDoubt?: InDoubt;
  /** Who wrote it last; nobody when it was only held since. */
  lastOwner?: string;
  /** Epoch milliseconds. */
  expiresAt?: number;
  /** The CRM account that `record` and `data` are of; none in rows of versions before 1.4. */
  tenant?: string;
}

/** A holder did not know whether their last write to the CRM took effect, or vanished. */
export interface InDoubt {
  /** Epoch milliseconds after which they wrote nothing. */
  since: number;
  /** The holder who vanished. */
  by?: string;
}

export type Acquired =
  | { ok: true; links: Map<string, Link> }
  /** Held by somebody else; nothing is held by us. */
  | { ok: false; busy: string[] };

interface Acquire {
  keys: readonly string[];
  owner: string;
  /** Epoch milliseconds. */
  now: number;
  leaseMs: number;
}

/** `key`: a value of the site's own that the company's file matches by. */
export type LinkKind = 'thread' | 'visitor' | 'email' | 'phone' | 'key';

const MAX_KEY_BYTES = 1_000;

/** The key of a link row. E-mail addresses, numbers and what a site names people by are hashed: keys show up in metrics and error messages. */
export function linkKey(account: string, kind: LinkKind, value: string): string {
  const personal = kind === 'email' || kind === 'phone' || kind === 'key';
  // A key holds 2,048 bytes at most (DynamoDB Developer Guide: Constraints); what is longer than any id is hashed as well.
  const hashed = personal || Buffer.byteLength(value) > MAX_KEY_BYTES;
  const named = hashed ? createHash('sha256').update(value).digest('base64url') : value;
  return `link#${account}#${kind}#${named}`;
}

interface Row {
  record?: LinkedRecord;
  data?: Record<string, unknown>;
  /** The data, where it is long. */
  packed?: Uint8Array;
  tenant?: string;
  leaseOwner?: string;
  leaseUntil?: number;
  lastOwner?: string;
  inDoubt?: InDoubt;
  expiresAt?: number;
}

/** Where link rows stand whose lead fields are still to be written; apart from the events, which are not done before. */
export function leadFieldsQueue(account: string): string {
  return `${account}#lead-fields`;
}

/** Thread, visitor, e-mail, phone -> record. A row is also the lease at which two events of one person meet. */
export class Links {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  /** Tries to hold all rows, all or none, in one round trip; what they say comes back with them. */
  async acquire({ keys, owner, now, leaseMs }: Acquire): Promise<Acquired> {
    const unique = [...new Set(keys)];
    const tries = await Promise.all(unique.map((key) => this.#acquireOne(key, owner, now, leaseMs)));
    const busy = unique.filter((_, index) => tries[index] === undefined);
    if (busy.length === 0) return { ok: true, links: new Map(tries.map((link) => [link!.key, link!])) };
    const held = tries.flatMap((link) => (link ? [link] : []));
    await Promise.all(held.map(({ key, inDoubt }) => this.release({ keys: [key], owner, inDoubt })));
    return { ok: false, busy };
  }

  async #acquireOne(key: string, owner: string, now: number, leaseMs: number): Promise<Link | undefined> {
    const row = await this.#table.update('hold link', key, {
      set: { leaseOwner: owner, leaseUntil: now + leaseMs },
      assign: ['expiresAt = if_not_exists(expiresAt, :expires)'],
      remove: ['lastOwner'],
      condition: 'attribute_not_exists(leaseOwner) OR leaseUntil <= :now OR leaseOwner = :owner',
      values: { owner, now, expires: expiresAt(now, UNUSED_LINK_MS) },
      returns: 'ALL_OLD',
    });
    if (!row) return undefined;
    if (isExpired(row, now + leaseMs)) await this.#keepAlive(key, owner, now, isExpired(row, now));
    return toLink(key, row, now, owner);
  }

  /** DynamoDB may delete an expired row any moment, its lease with it; and what it said must not come back to life. */
  async #keepAlive(key: string, owner: string, now: number, expired: boolean): Promise<void> {
    await this.#table.update('hold link', key, {
      set: { expiresAt: expiresAt(now, UNUSED_LINK_MS) },
      remove: expired ? ['record', 'data', 'packed', 'tenant', 'inDoubt'] : [],
      condition: 'leaseOwner = :owner',
      values: { owner },
    });
  }

  /**
   * Writes what the row says from now on; what is not given is taken back.
   * @param inDoubt as `Link` has it; without it the row is in doubt no longer.
   * @throws LeaseLostError when somebody else holds the row by now.
   */
  async write({ key, owner, record, data, tenant, now, release, inDoubt, due }: LinkWrite): Promise<void> {
    const said = { record, ...packedData(data), tenant, inDoubt, queue: due?.queue, dueAt: due?.dueAt };
    const unsaid = Object.entries(said).flatMap(([name, value]) => (value === undefined ? [name] : []));
    const written = await this.#table.update('write link', key, {
      set: { ...said, lastOwner: release ? owner : undefined, expiresAt: expiresAt(now, LINK_MS) },
      remove: [...unsaid, ...(release ? ['leaseOwner', 'leaseUntil'] : [])],
      condition: HELD_BY_OWNER,
      values: { owner },
    });
    stillHeld('write link', written);
  }

  /** Lets go of rows; of those not held any more nothing is changed. */
  async release({
    keys,
    owner,
    inDoubt,
  }: {
    keys: readonly string[];
    owner: string;
    inDoubt?: InDoubt;
  }): Promise<void> {
    const change = { set: { inDoubt }, condition: 'leaseOwner = :owner', values: { owner } };
    const remove = ['leaseOwner', 'leaseUntil', ...(inDoubt ? [] : ['inDoubt'])];
    await Promise.all(keys.map((key) => this.#table.update('release link', key, { ...change, remove })));
  }

  /**
   * What the rows say, without holding them; absent rows are left out.
   * @throws StoreError as `Table.getAll`.
   */
  async read(keys: readonly string[], now: number): Promise<Map<string, Link>> {
    const rows = (await this.#table.getAll('read links', keys)) as unknown as (Row & { pk: string })[];
    const alive = rows.filter((row) => !isExpired(row, now));
    return new Map(alive.map((row) => [row.pk, toLink(row.pk, row, now)]));
  }
}

interface LinkWrite {
  key: string;
  owner: string;
  record?: LinkedRecord;
  data?: Record<string, unknown>;
  /** The CRM account that the record is in. */
  tenant?: string;
  now: number;
  release?: boolean;
  inDoubt?: InDoubt;
  /** Something is left to be written for the row then; without it nothing is. Epoch milliseconds. */
  due?: { queue: string; dueAt: number };
}

/**
 * @param row as it was before it was held: a lease still on it is one whose holder vanished, unless it is the owner's, whose
 * request came twice.
 */
function toLink(key: string, row: Row | undefined, now: number, owner?: string): Link {
  if (!row || isExpired(row, now)) return { key };
  return {
    key,
    record: row.record,
    data: dataOf(row),
    ...(row.tenant !== undefined && { tenant: row.tenant }),
    ...(row.lastOwner !== undefined && { lastOwner: row.lastOwner }),
    ...(row.expiresAt !== undefined && { expiresAt: row.expiresAt * 1_000 }),
    inDoubt: vanished(row, owner) ?? row.inDoubt,
  };
}

/** What older programs cannot read must not look as if it said nothing. */
const PACKED_VERSION = 2;
/** Shorter ones leave their row below a kilobyte, by which writes are charged. */
const PACKED_FROM = 500;

function packedData(data: Row['data']): Pick<Row, 'data' | 'packed'> {
  const text = data === undefined ? '' : JSON.stringify(data);
  if (text.length < PACKED_FROM) return { data, packed: undefined };
  return { data: { version: PACKED_VERSION }, packed: packText(text) };
}

/** What cannot be unpacked is refused by whoever reads it, as a newer program's is. */
function dataOf({ data, packed }: Row): Row['data'] {
  if (packed === undefined || data?.version !== PACKED_VERSION) return data;
  try {
    return JSON.parse(unpackText(packed)) as Row['data'];
  } catch {
    return { version: 'damaged' };
  }
}

function vanished({ leaseOwner: by, leaseUntil: since }: Row, owner?: string): InDoubt | undefined {
  return since === undefined || by === owner ? undefined : { since, ...(by !== undefined && { by }) };
}
