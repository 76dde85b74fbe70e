import {
  LONGEST_PAUSE_MS,
  boundedPause,
  type LimitReading,
  type RateLimit,
} from '../../connectors/shared/http/limits';

/** Of the CRM's limit, what the worker may use: the rest is kept for chats in which an agent waits. */
const WORKER_SHARE = 0.7;
/** With less than this left in the window, others are busy: the worker holds back. */
const LOW_IN_WINDOW = 0.2;
/** The last part of a day's requests belongs to chats in which an agent waits. */
const LOW_IN_DAY = 0.05;
const DAILY_PAUSE_MS = 15 * 60_000;
const DAY_MS = 24 * 3_600_000;

/** Milliseconds between two requests of all workers together. */
export function spacing({ requests, windowMs }: RateLimit): number {
  return windowMs / (requests * WORKER_SHARE);
}

export interface Pause {
  scopes: string[];
  ms: number;
  /** Others hear of it as well: not only this worker's own courtesy. */
  shared: boolean;
}

/**
 * How long, and with what, the worker has to hold back after this answer.
 * @param scopes all that the CRM counts apart.
 */
export function pauseAfter(reading: LimitReading, scopes: readonly string[]): Pause | undefined {
  const { scope, limit, remaining, windowMs, pauseMs } = reading;
  const asked = boundedPause(pauseMs);
  if (asked !== undefined) return { scopes: [scope], ms: asked, shared: true };
  if (limit === undefined || remaining === undefined) return undefined;
  if (scope === 'daily') {
    return remaining < limit * LOW_IN_DAY
      ? { scopes: [...scopes], ms: DAILY_PAUSE_MS, shared: true }
      : undefined;
  }
  if (windowMs === undefined || remaining >= limit * LOW_IN_WINDOW) return undefined;
  // The window rolls: a part of it frees a part of the limit.
  return { scopes: [scope], ms: boundedPause(windowMs / 4)!, shared: false };
}

/** The limit an answer tells of, when it is another one than is known. */
export function newLimit(reading: LimitReading, known: RateLimit | undefined): RateLimit | undefined {
  const { limit, windowMs } = reading;
  if (limit === undefined || windowMs === undefined) return undefined;
  // No CRM counts over more than a day, and none allows less than a request an hour.
  if (!(limit > 0 && windowMs > 0 && windowMs <= DAY_MS && windowMs / limit <= LONGEST_PAUSE_MS))
    return undefined;
  if (known?.requests === limit && known.windowMs === windowMs) return undefined;
  return { requests: limit, windowMs };
}

/** The end of a pause as it stands in the table, as far as it is believed: an older row may hold any number. */
export function pauseEnd(until: number | undefined, now: number): number {
  return until === undefined || !(until <= now + LONGEST_PAUSE_MS) ? 0 : until;
}
