import { createHash } from 'node:crypto';
import { canonicalJson } from '../text/json';

/** The idempotency key: JivoChat sends no id, so equal bodies for one CRM are one event. */
export function eventKey(connector: string, body: unknown): string {
  return createHash('sha256').update(connector).update('\0').update(canonicalJson(body)).digest('hex');
}

/** Enough of it to find the event by, in the log and on the command line. */
export function shortKey(key: string): string {
  return key.slice(0, 16);
}
