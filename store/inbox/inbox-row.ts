import * as v from 'valibot';
import type { Table } from '../dynamodb/table';
import { parseRow } from '../parse-row';
import { packText, unpackText } from '../packed-text';
import type { StoredPayload } from '../payload';

/** Why an event is not done, for the person who looks at it. No personal data. */
export interface Failure {
  message: string;
  code?: string;
  correlationId?: string;
  remedy?: string;
}

/** The code of an event that failed in nothing: it waits for its time. */
export const HELD = 'held';

/** Since when the worker is late with it, epoch milliseconds. An event that waits for its time is not, before. */
export function waitingSince({
  receivedAt,
  dueAt = 0,
  failure,
}: Pick<InboxRow, 'receivedAt' | 'dueAt' | 'failure'>): number {
  return failure?.code === HELD ? Math.max(receivedAt, dueAt) : receivedAt;
}

/** Nothing can be done with a row that has not these. */
const READ = v.object({
  status: v.picklist(['working', 'due', 'done', 'parked']),
  attempts: v.number(),
  receivedAt: v.number(),
});

/** One event of the inbox as it stands in the table. */
export interface InboxRow extends StoredPayload, v.InferOutput<typeof READ> {
  account: string;
  /** How many attempts ended in a way that may pass or stay, their process ending among them: one does not tell. */
  suspectFailures?: number;
  leaseOwner?: string;
  leaseUntil?: number;
  doneAt?: number;
  reply?: unknown;
  /** The reply, where it is long. */
  packedReply?: Uint8Array;
  /** The CRM account that has it. */
  tenant?: string;
  /** What is remembered of its way; of rows of versions before 2.0 nothing. */
  history?: unknown;
  /** Where a done event stands in the index by time. */
  part?: string;
  /** What it is about: its record, or its thread. */
  about?: string;
  failure?: Failure;
  /** Next attempt; of a parked event, when it was parked; absent when it is done. Epoch milliseconds. */
  dueAt?: number;
  /** The key of its thread's link row; a call's holds a number. */
  thread?: string;
  expiresAt?: number;
}

/** A done event's row of one kilobyte has room for so much of a reply. */
const REPLY_PACKED_FROM = 250;

/** The reply as it stands in the row. */
export function toRowReply(reply: unknown): Pick<InboxRow, 'reply' | 'packedReply'> {
  const text = JSON.stringify(reply) ?? '';
  return text.length < REPLY_PACKED_FROM ? { reply } : { packedReply: packText(text) };
}

/** @returns undefined also for one that is damaged: it is shown, and sent to whoever sends the event again. */
export function replyOf({ reply, packedReply }: Pick<InboxRow, 'reply' | 'packedReply'>): unknown {
  if (packedReply === undefined) return reply;
  try {
    return JSON.parse(unpackText(packedReply)) as unknown;
  } catch {
    return undefined;
  }
}

const PREFIX = 'inbox#';

export function inboxKey(eventKey: string): string {
  return PREFIX + eventKey;
}

export function eventKeyOf(pk: string): string {
  return pk.slice(PREFIX.length);
}

/** Where parked events of an account are listed; the others are listed under its bare name. */
export function parkedQueue(account: string): string {
  return `${account}#parked`;
}

/** @throws UnreadableRowError */
export async function readRow(table: Table, eventKey: string): Promise<InboxRow | undefined> {
  const row = await table.get('read event', inboxKey(eventKey));
  if (row) parseRow(READ, 'read event', inboxKey(eventKey), row);
  return row as InboxRow | undefined;
}
