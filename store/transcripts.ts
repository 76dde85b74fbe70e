import * as v from 'valibot';
import { GetCommand, PutCommand } from './dynamodb/table';
import { guarded } from './errors';
import { dropPayload, packPayload, unpackPayload, type PayloadTable, type StoredPayload } from './payload';
import { VERSION, parseRow } from './parse-row';
import { TRANSCRIPT_MS, expiresAt, isExpired } from './retention';

const PREFIX = 'transcript#';
const STORED = v.object({
  text: v.optional(v.string()),
  gzip: v.optional(v.instance(Uint8Array)),
  generation: v.optional(v.string()),
  parts: v.optional(v.number()),
});

/** What was said in a chat so far: a chat that is finished again may bring only what is new. */
export class Transcripts {
  readonly #table: PayloadTable;

  constructor(table: PayloadTable) {
    this.#table = table;
  }

  /** @returns undefined for a chat of which nothing is kept. @throws UnreadableRowError. */
  async get<T>(chat: string, now: number): Promise<T | undefined> {
    const pk = PREFIX + chat;
    const request = { TableName: this.#table.tableName, Key: { pk }, ConsistentRead: true };
    const { Item } = await guarded('read transcript', this.#table.client.send(new GetCommand(request)));
    if (!Item || isExpired(Item, now)) return undefined;
    const stored = parseRow(STORED, 'read transcript', pk, Item);
    return JSON.parse(await unpackPayload(this.#table, pk, stored)) as T;
  }

  /** Any size. The row that names the parts is written last, so a crash leaves the old transcript whole. */
  async put(chat: string, transcript: unknown, { now }: { now: number }): Promise<void> {
    const pk = PREFIX + chat;
    const expires = expiresAt(now, TRANSCRIPT_MS);
    const stored = await packPayload(this.#table, pk, JSON.stringify(transcript), expires);
    const Item = { pk, version: VERSION, expiresAt: expires, ...stored };
    const command = new PutCommand({ TableName: this.#table.tableName, Item, ReturnValues: 'ALL_OLD' });
    const { Attributes } = await guarded('write transcript', this.#table.client.send(command));
    const old = Attributes as StoredPayload | undefined;
    // The SDK repeats a put whose answer was lost: what it then finds there is what it has just written.
    if (old && old.generation !== stored.generation) await dropPayload(this.#table, pk, old);
  }
}
