import type { Table } from './dynamodb/table';
import { BODY_PREFIX } from './inbox/kept-body';
import type { InboxRow } from './inbox/inbox-row';
import type { Link, LinkKind } from './links';
import { PAYLOAD_ATTRIBUTES, dropPayload, unpackParts, unpackPayload, type StoredPayload } from './payload';

/** A row as it stands in the table, without the bytes of part rows. */
export interface StoredRow
  extends
    StoredPayload,
    Partial<Pick<InboxRow, 'account' | 'status' | 'reply' | 'packedReply' | 'receivedAt'>>,
    Pick<Link, 'record' | 'tenant'> {
  pk: string;
  /** Of an event: the key of its thread's link row. */
  thread?: string;
  /** Epoch seconds; DynamoDB removes it some time after. */
  expiresAt?: number;
}

/** What a row is, by its key. */
export type RowName =
  | { kind: 'event' }
  /** The body of a done event. */
  | { kind: 'body' }
  | { kind: 'link'; account: string; link: LinkKind; value: string }
  | { kind: 'transcript'; account: string; thread: string }
  /** A piece of a large payload. */
  | { kind: 'part'; of: string; generation: string }
  /** What the adapter knows of the CRM; nobody's data. */
  | { kind: 'other' };

const READ = [
  ...['pk', 'account', 'thread', 'status', 'reply', 'packedReply', 'receivedAt', 'record', 'tenant'],
  ...[...PAYLOAD_ATTRIBUTES, 'expiresAt'],
];
const PART = /^(?<of>.+)#(?<generation>[0-9a-f-]{36})#part#\d+$/s;
const NAMED = /^(?<table>link|transcript)#(?<account>[^#]+)#(?<rest>.+)$/s;
const LINK = /^(?<link>thread|visitor|email|phone|key)#(?<value>.+)$/s;

export function rowName(pk: string): RowName {
  const part = PART.exec(pk)?.groups as { of: string; generation: string } | undefined;
  if (part) return { kind: 'part', ...part };
  if (pk.startsWith('inbox#')) return { kind: 'event' };
  if (pk.startsWith(BODY_PREFIX)) return { kind: 'body' };
  const { table, account = '', rest = '' } = NAMED.exec(pk)?.groups ?? {};
  if (table === 'transcript') return { kind: 'transcript', account, thread: rest };
  const link = LINK.exec(rest)?.groups as { link: LinkKind; value: string } | undefined;
  return table && link ? { kind: 'link', account, ...link } : { kind: 'other' };
}

/** The whole table, row by row: for what no key leads to. */
export class Rows {
  constructor(private readonly table: Table) {}

  /** Every row. Reads, and costs, the whole table. */
  scan(): AsyncGenerator<StoredRow> {
    return this.table.scan('scan', READ) as AsyncGenerator<unknown> as AsyncGenerator<StoredRow>;
  }

  /** The row's payload; empty when it has none. @throws PayloadLostError when parts are missing. */
  payload(row: StoredRow): Promise<string> {
    return unpackPayload(this.table, row.pk, row);
  }

  /**
   * What can be read of part rows that no row names any more.
   * @param pks in the order of the parts.
   * @returns undefined when they are gone, or their beginning is.
   */
  async leftOver(pks: readonly string[]): Promise<string | undefined> {
    const rows = await Promise.all(pks.map((pk) => this.table.get('read payload', pk)));
    return unpackParts(rows.flatMap((row) => (row ? [row.bytes as Uint8Array] : [])));
  }

  /** Removes a row, and its parts with it. @returns false when somebody works on it just now. */
  async remove(row: StoredRow, now: number): Promise<boolean> {
    const gone = await this.table.delete('remove row', row.pk, {
      condition: 'attribute_not_exists(leaseUntil) OR leaseUntil <= :now',
      values: { now },
      returns: 'ALL_OLD',
    });
    if (gone) await dropPayload(this.table, row.pk, gone.pk ? gone : row);
    return gone !== undefined;
  }
}
