import { createHash } from 'node:crypto';
import type { Item, Table } from './dynamodb/table';
import { HELD_BY_OWNER, StoreError, isRefusal, stillHeld } from './errors';
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
  /** We hold it until then, and know all that stands in it. Epoch milliseconds; none of a row that was only read. */
  replaceableUntil?: number;
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

/** As it stands in the table. */
interface Row extends Pick<Link, 'record' | 'data' | 'tenant' | 'lastOwner' | 'inDoubt'> {
  /** The data, where it is long. */
  packed?: Uint8Array;
  leaseOwner?: string;
  leaseUntil?: number;
  /** Epoch seconds. */
  expiresAt?: number;
}

/** A row with others has been written by another version: a put would lose them. */
const ATTRIBUTES = new Set([
  ...['pk', 'record', 'data', 'packed', 'tenant', 'leaseOwner', 'leaseUntil', 'lastOwner', 'inDoubt'],
  ...['expiresAt', 'queue', 'dueAt'],
]);

/** One attempt of the table's client, and some. */
const PUT_MS = 700;
/** What a lease must last when rows are put without a condition: clocks that differ, a put that comes late. */
const LEASE_LEFT_MS = 20_000;

/** Where link rows stand whose lead fields are still to be written; apart from the events, which are not done before. */
export function leadFieldsQueue(account: string): string {
  return `${account}#lead-fields`;
}

/** Thread, visitor, e-mail, phone -> record. A row is also the lease at which two events of one person meet. */
export class Links {
  /** Rows of which a put may still arrive, by key and holder, and how long they are held: their holder lets go of none. */
  readonly #unsettled = new Map<string, number>();

  constructor(private readonly table: Table) {}

  /** Tries to hold all rows, all or none, in one round trip; what they say comes back with them. */
  async acquire({ keys, owner, now, leaseMs }: Acquire): Promise<Acquired> {
    const unique = [...new Set(keys)];
    const tries = await Promise.all(unique.map((key) => this.#acquireOne(key, owner, now, leaseMs)));
    const busy = unique.filter((_, index) => tries[index] === undefined);
    if (busy.length === 0) return { ok: true, links: new Map(tries.map((link) => [link!.key, link!])) };
    const held = tries.flatMap((link) => (link ? [link] : []));
    await Promise.all(held.map(({ key, inDoubt }) => this.release({ key, owner, inDoubt })));
    return { ok: false, busy };
  }

  async #acquireOne(key: string, owner: string, now: number, leaseMs: number): Promise<Link | undefined> {
    const row = await this.table.update('hold link', key, {
      set: { leaseOwner: owner, leaseUntil: now + leaseMs },
      assign: ['expiresAt = if_not_exists(expiresAt, :expires)'],
      remove: ['lastOwner'],
      condition: 'attribute_not_exists(leaseOwner) OR leaseUntil <= :now OR leaseOwner = :owner',
      values: { owner, now, expires: expiresAt(now, UNUSED_LINK_MS) },
      returns: 'ALL_OLD',
    });
    if (!row) return undefined;
    if (isExpired(row, now + leaseMs)) await this.#keepAlive(key, owner, now, isExpired(row, now));
    const isKnown = Object.keys(row).every((name) => ATTRIBUTES.has(name));
    return { ...toLink(key, row, now, owner), ...(isKnown && { replaceableUntil: now + leaseMs }) };
  }

  /** DynamoDB may delete an expired row any moment, its lease with it; and what it said must not come back to life. */
  async #keepAlive(key: string, owner: string, now: number, expired: boolean): Promise<void> {
    await this.table.update('hold link', key, {
      set: { expiresAt: expiresAt(now, UNUSED_LINK_MS) },
      remove: expired ? ['record', 'data', 'packed', 'tenant', 'inDoubt'] : [],
      condition: 'leaseOwner = :owner',
      values: { owner },
    });
  }

  /**
   * Writes what the row says from now on, and lets go of it; what is not given is taken back.
   * @param inDoubt as `Link` has it; without it the row is in doubt no longer.
   * @throws LeaseLostError when somebody else holds the row by now.
   */
  async write(link: LinkWrite): Promise<void> {
    const { key, owner } = link;
    const staysHeld = this.#unsettled.has(nameOf(link));
    const set = saidBy(link);
    const unsaid = Object.entries(set).flatMap(([name, value]) => (value === undefined ? [name] : []));
    const written = await this.table.update('write link', key, {
      set,
      remove: [...unsaid, ...(staysHeld ? [] : ['leaseOwner', 'leaseUntil'])],
      condition: HELD_BY_OWNER,
      values: { owner },
    });
    stillHeld('write link', written);
  }

  /**
   * Writes rows of one holder and lets go of them: in one request, which knows no conditions, where nobody else can have them
   * before it has ended; else, and where it fails, one by one (docs/decisions/0014). Of a request that may still arrive the rows
   * stay held, whoever writes or releases them meanwhile.
   * @param by epoch milliseconds until which the process surely waits: one that is stopped may send later what it has begun.
   * @returns why the one request failed, where it was tried.
   * @throws as `write`.
   */
  async writeAll(links: readonly LinkWrite[], by: number): Promise<StoreError | undefined> {
    const now = Math.max(...links.map((link) => link.now));
    const isSafe = ({ replaceableUntil = 0 }: LinkWrite) => now + LEASE_LEFT_MS <= replaceableUntil;
    let left: readonly LinkWrite[] = links;
    let refusal: StoreError | undefined;
    if (links.length > 1 && now + PUT_MS <= by && links.every(isSafe)) {
      try {
        const rows = links.map((link) => ({ pk: link.key, ...saidBy(link) }));
        const notPut = await this.table.putAllOnce('write links', rows);
        left = links.filter(({ key }) => notPut.has(key));
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        refusal = error;
        if (!isRefusal(error)) this.#keepHeld(links, now);
      }
    }
    await Promise.all(left.map((link) => this.write(link)));
    return refusal;
  }

  #keepHeld(links: readonly LinkWrite[], now: number): void {
    for (const [name, until] of this.#unsettled) if (until <= now) this.#unsettled.delete(name);
    for (const link of links) this.#unsettled.set(nameOf(link), link.replaceableUntil!);
  }

  /** Lets go of a row; of one not held any more nothing is changed. */
  async release({ key, owner, inDoubt }: Pick<LinkWrite, 'key' | 'owner' | 'inDoubt'>): Promise<void> {
    if (this.#unsettled.has(nameOf({ key, owner }))) return;
    await this.table.update('release link', key, {
      set: { inDoubt },
      remove: ['leaseOwner', 'leaseUntil', ...(inDoubt ? [] : ['inDoubt'])],
      condition: 'leaseOwner = :owner',
      values: { owner },
    });
  }

  /**
   * What the rows say, without holding them; absent rows are left out.
   * @throws StoreError as `Table.getAll`.
   */
  async read(keys: readonly string[], now: number): Promise<Map<string, Link>> {
    const rows = (await this.table.getAll('read links', keys)) as unknown as (Row & { pk: string })[];
    const alive = rows.filter((row) => !isExpired(row, now));
    return new Map(alive.map((row) => [row.pk, toLink(row.pk, row, now)]));
  }
}

interface LinkWrite extends Pick<
  Link,
  'key' | 'record' | 'data' | 'tenant' | 'inDoubt' | 'replaceableUntil'
> {
  owner: string;
  now: number;
  /** Something is left to be written for the row then; without it nothing is. Epoch milliseconds. */
  due?: { queue: string; dueAt: number };
}

function nameOf({ key, owner }: Pick<LinkWrite, 'key' | 'owner'>): string {
  return `${owner} ${key}`;
}

/** What the row says from now on, by attribute. */
function saidBy({ owner, record, data, tenant, inDoubt, due, now }: LinkWrite): Item {
  const about = { record, ...packedData(data), tenant, inDoubt, queue: due?.queue, dueAt: due?.dueAt };
  return { ...about, lastOwner: owner, expiresAt: expiresAt(now, LINK_MS) };
}

/**
 * @param row as it was before it was held: a lease still on it is one whose holder vanished, unless it is the owner's, whose
 * request came twice.
 */
function toLink(key: string, row: Row | undefined, now: number, owner?: string): Link {
  if (!row || isExpired(row, now)) return { key };
  const { record, tenant, lastOwner, inDoubt, expiresAt: expires } = row;
  const ends = expires === undefined ? undefined : expires * 1_000;
  return {
    key,
    record,
    data: dataOf(row),
    tenant,
    lastOwner,
    expiresAt: ends,
    inDoubt: vanished(row, owner) ?? inDoubt,
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

/** Who has written the row and holds it still has done what they wanted. */
function vanished(
  { leaseOwner: by, leaseUntil: since, lastOwner }: Row,
  owner?: string,
): InDoubt | undefined {
  return since === undefined || by === owner || by === lastOwner
    ? undefined
    : { since, ...(by !== undefined && { by }) };
}
