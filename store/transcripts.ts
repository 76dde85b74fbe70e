import type { Table } from './dynamodb/table';
import { PAYLOAD, dropPayload, packPayload, unpackPayload, type StoredPayload } from './payload';
import { VERSION, parseRow } from './parse-row';
import { TRANSCRIPT_MS, expiresAt, isExpired } from './retention';

const PREFIX = 'transcript#';

/** What was said in a chat so far: a chat that is finished again may bring only what is new. */
export class Transcripts {
  constructor(private readonly table: Table) {}

  /** @returns undefined for a chat of which nothing is kept. @throws UnreadableRowError. */
  async get<T>(chat: string, now: number): Promise<T | undefined> {
    const pk = PREFIX + chat;
    const row = await this.table.get('read transcript', pk);
    if (!row || isExpired(row, now)) return undefined;
    const stored = parseRow(PAYLOAD, 'read transcript', pk, row);
    return JSON.parse(await unpackPayload(this.table, pk, stored)) as T;
  }

  /** Any size. The row that names the parts is written last, so a crash leaves the old transcript whole. */
  async put(chat: string, transcript: unknown, { now }: { now: number }): Promise<void> {
    const pk = PREFIX + chat;
    const expires = expiresAt(now, TRANSCRIPT_MS);
    const stored = await packPayload(this.table, pk, JSON.stringify(transcript), expires);
    const row = { pk, version: VERSION, expiresAt: expires, ...stored };
    const old: StoredPayload | undefined = await this.table.put('write transcript', row, {
      returns: 'ALL_OLD',
    });
    // The SDK repeats a put whose answer was lost: what it then finds there is what it has just written.
    if (old && old.generation !== stored.generation) await dropPayload(this.table, pk, old);
  }
}
