import { randomUUID } from 'node:crypto';
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import * as v from 'valibot';
import type { Table } from './dynamodb/table';
import { PayloadLostError } from './errors';
import { packText, unpackText } from './packed-text';

/** A row of one kilobyte has room for so much text; packed, JivoChat's usual events have it as well (a write unit a KB). */
const PACKED_FROM_BYTES = 700;
/** In longer texts what is usual is no more than a small part. */
const GZIP_FROM_BYTES = 16 * 1024;
/** DynamoDB Developer Guide: an item holds 400 KB at most; the rest is room for the other attributes. */
const PART_BYTES = 350 * 1024;

const bytes = v.optional(v.custom<Uint8Array>((value) => value instanceof Uint8Array));

/** A text as it stands in a row: as it is, packed, or packed in rows of its own. */
export const PAYLOAD = v.object({
  text: v.optional(v.string()),
  /** By `packText`. */
  packed: bytes,
  gzip: bytes,
  /** Names the part rows. A new one for every write, so that a half-written payload never mixes with an older one. */
  generation: v.optional(v.string()),
  parts: v.optional(v.number()),
});

export type StoredPayload = v.InferOutput<typeof PAYLOAD>;
export const PAYLOAD_ATTRIBUTES = Object.keys(PAYLOAD.entries);

/** Prepares a text for its row; part rows, where needed, are written first. */
export async function packPayload(
  table: Table,
  pk: string,
  text: string,
  expiresAt?: number,
): Promise<StoredPayload> {
  const bytes = Buffer.byteLength(text);
  if (bytes < PACKED_FROM_BYTES) return { text };
  if (bytes < GZIP_FROM_BYTES) return { packed: packText(text) };
  const gzip = gzipSync(text);
  if (gzip.length <= PART_BYTES) return { gzip };
  const generation = randomUUID();
  const parts = Math.ceil(gzip.length / PART_BYTES);
  await Promise.all(
    Array.from({ length: parts }, (_, index) => {
      const bytes = gzip.subarray(index * PART_BYTES, (index + 1) * PART_BYTES);
      return table.put('write payload', { pk: partKey(pk, generation, index), bytes, expiresAt });
    }),
  );
  return { generation, parts };
}

/** @throws PayloadLostError when part rows are missing, or cannot be unpacked. */
export async function unpackPayload(table: Table, pk: string, stored: StoredPayload): Promise<string> {
  if (stored.text !== undefined) return stored.text;
  if (stored.packed) return unpack(stored.packed, unpackText);
  if (stored.gzip) return unpack(stored.gzip);
  if (!stored.generation || !stored.parts) return '';
  const rows = await Promise.all(partKeys(pk, stored).map((key) => table.get('read payload', key)));
  const bytes = rows.map((row) => row?.bytes as Uint8Array | undefined);
  if (!bytes.every((part) => part !== undefined)) throw new PayloadLostError('read payload');
  return unpack(Buffer.concat(bytes));
}

function unpack(bytes: Uint8Array, by = (gzip: Uint8Array) => gunzipSync(gzip).toString('utf8')): string {
  try {
    return by(bytes);
  } catch (error) {
    throw new PayloadLostError('read payload', error);
  }
}

/** What can be read of a payload whose last parts may be missing. @returns undefined when nothing can. */
export function unpackParts(parts: readonly Uint8Array[]): string | undefined {
  try {
    // Without this flag a text cut short is an error (Node.js docs: zlib, compressing HTTP requests and responses).
    return gunzipSync(Buffer.concat(parts), { finishFlush: constants.Z_SYNC_FLUSH }).toString('utf8');
  } catch {
    return undefined;
  }
}

/** Removes the part rows of a payload that is no longer needed. */
export async function dropPayload(table: Table, pk: string, stored: StoredPayload): Promise<void> {
  await Promise.all(partKeys(pk, stored).map((key) => table.delete('drop payload', key)));
}

function partKeys(pk: string, { generation, parts = 0 }: StoredPayload): string[] {
  return generation ? Array.from({ length: parts }, (_, index) => partKey(pk, generation, index)) : [];
}

function partKey(pk: string, generation: string, index: number): string {
  return `${pk}#${generation}#part#${index}`;
}
