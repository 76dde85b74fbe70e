/** How long rows live after they were last touched, in milliseconds. Events that are not done have no end: nothing is lost. */
export const DAY_MS = 24 * 3_600_000;

/** A visitor who comes back after more than a year is found by e-mail or phone again. */
export const LINK_MS = 400 * DAY_MS;
/** A row that was only ever held, never written. */
export const UNUSED_LINK_MS = DAY_MS;
/** Messenger chats are reopened within days; after this a reopened one begins a new note. */
export const TRANSCRIPT_MS = 90 * DAY_MS;

/** DynamoDB's TTL attribute is in whole seconds (DynamoDB Developer Guide: Time to Live). */
export function expiresAt(now: number, lifeMs: number): number {
  return Math.ceil((now + lifeMs) / 1000);
}

/** DynamoDB deletes late, up to days (same page), so readers look themselves. */
export function isExpired(row: { expiresAt?: unknown }, now: number): boolean {
  return typeof row.expiresAt === 'number' && row.expiresAt * 1000 <= now;
}
