import type { Table } from '../dynamodb/table';
import type { InboxRow } from './inbox-row';
import { unpackPayload } from '../payload';
import { expiresAt, isExpired } from '../retention';

export const BODY_PREFIX = 'body#';

/** The row of a done event's body, where the settings keep it. */
function bodyKey(eventKey: string): string {
  return BODY_PREFIX + eventKey;
}

/**
 * A row of its own, which DynamoDB removes in its time: the event's row lives longer, and a body in it would be written again
 * with every change. The few bodies that fill rows of their own are not kept.
 * @param event as the inbox had it.
 * @param keepMs milliseconds.
 * @returns whether it is.
 */
export async function keepBody(
  table: Table,
  key: string,
  event: Partial<InboxRow>,
  { keepMs, now }: { keepMs: number; now: number },
): Promise<boolean> {
  const { account, thread, receivedAt, text, packed, gzip } = event;
  if (keepMs <= 0 || (text ?? packed ?? gzip) === undefined) return false;
  const row = { pk: bodyKey(key), account, thread, receivedAt, text, packed, gzip };
  await table.put('keep body', { ...row, expiresAt: expiresAt(now, keepMs) });
  return true;
}

/** @returns undefined when it is not kept, or no longer. */
export async function readBody(table: Table, eventKey: string, now: number): Promise<string | undefined> {
  const row = await table.get('read body', bodyKey(eventKey));
  if (!row || isExpired(row, now)) return undefined;
  return (await unpackPayload(table, bodyKey(eventKey), row)) || undefined;
}
