import { createHash } from 'node:crypto';
import { canonicalJson } from '../text/json';

/** The idempotency key: JivoChat sends no id, so equal bodies for one account are one event. */
export function eventKey(account: string, body: unknown): string {
  return createHash('sha256').update(account).update('\0').update(canonicalJson(body)).digest('hex');
}

/** Enough of it to find the event by, in the log and on the command line. */
export function shortKey(key: string): string {
  return key.slice(0, 16);
}
