import type { Table } from './dynamodb/table';
import { VERSION, isReadable } from './parse-row';
import { packPayload, unpackPayload } from './payload';
import { expiresAt, isExpired } from './retention';

const PREFIX = 'memory#';

/** Small facts worth keeping over cold starts; losing one costs a request to the CRM and nothing else. */
export class Memory {
  constructor(private readonly table: Table) {}

  /** @returns undefined when there is none, or it is too old, or of a newer program. */
  async get(name: string, now: number): Promise<unknown> {
    const pk = PREFIX + name;
    const row = await this.table.get('read memory', pk, { consistent: false });
    if (!row || isExpired(row, now) || !isReadable(row)) return undefined;
    return JSON.parse(await unpackPayload(this.table, pk, row)) as unknown;
  }

  /** @param ttlMs how long the fact may be believed, milliseconds. */
  async put(name: string, value: unknown, { ttlMs, now }: { ttlMs: number; now: number }): Promise<void> {
    const pk = PREFIX + name;
    const expires = expiresAt(now, ttlMs);
    const stored = await packPayload(this.table, pk, JSON.stringify(value), expires);
    await this.table.put('write memory', { pk, version: VERSION, expiresAt: expires, ...stored });
  }
}
