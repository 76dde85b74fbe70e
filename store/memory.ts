import { GetCommand, PutCommand } from './dynamodb/table';
import { guarded } from './errors';
import { VERSION, isReadable } from './parse-row';
import { packPayload, unpackPayload, type PayloadTable } from './payload';
import { expiresAt, isExpired } from './retention';

const PREFIX = 'memory#';

/** Small facts worth keeping over cold starts; losing one costs a request to the CRM and nothing else. */
export class Memory {
  readonly #table: PayloadTable;

  constructor(table: PayloadTable) {
    this.#table = table;
  }

  /** @returns undefined when there is none, or it is too old, or of a newer program. */
  async get(name: string, now: number): Promise<unknown> {
    const pk = PREFIX + name;
    const { Item } = await guarded(
      'read memory',
      this.#table.client.send(new GetCommand({ TableName: this.#table.tableName, Key: { pk } })),
    );
    if (!Item || isExpired(Item, now) || !isReadable(Item)) return undefined;
    return JSON.parse(await unpackPayload(this.#table, pk, Item)) as unknown;
  }

  /** @param ttlMs how long the fact may be believed, milliseconds. */
  async put(name: string, value: unknown, { ttlMs, now }: { ttlMs: number; now: number }): Promise<void> {
    const pk = PREFIX + name;
    const expires = expiresAt(now, ttlMs);
    const stored = await packPayload(this.#table, pk, JSON.stringify(value), expires);
    const Item = { pk, version: VERSION, expiresAt: expires, ...stored };
    await guarded(
      'write memory',
      this.#table.client.send(new PutCommand({ TableName: this.#table.tableName, Item })),
    );
  }
}
