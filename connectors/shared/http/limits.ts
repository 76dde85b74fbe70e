import type { AnswerHeaders } from './transport';

/** How often a CRM lets itself be asked. */
export interface RateLimit {
  requests: number;
  windowMs: number;
}

/** No CRM is left alone for longer on its own word: a wrong header must not stop an account for years. */
export const LONGEST_PAUSE_MS = 3_600_000;

/** The pause a CRM asked for, as far as it is honoured; undefined for what is no time at all. Milliseconds. */
export function boundedPause(ms: number | undefined): number | undefined {
  if (ms === undefined || Number.isNaN(ms)) return undefined;
  return Math.min(Math.max(0, ms), LONGEST_PAUSE_MS);
}

/** What an answer of the CRM says about its limits. */
export interface LimitReading {
  /** What the CRM counts apart: `general`, `search`, `daily`. */
  scope: string;
  limit?: number;
  windowMs?: number;
  /** Left of `limit` now, over all who use the account. */
  remaining?: number;
  /** The limit is reached: milliseconds until asking again makes sense. */
  pauseMs?: number;
}

/** A request to the CRM and what became of it. */
export interface RequestTold {
  /** Method and kind of thing, no id and no value: `POST contacts/search`. */
  operation: string;
  /** HTTP status; none: there was no answer. */
  status?: number;
  /** Milliseconds. */
  ms: number;
}

/** Stands between a connector and the CRM: told of every request and of what the answers say about the limits. */
export interface Pace {
  /** Resolves when the request may go out; at once where an agent waits. */
  before(scope: string, signal: AbortSignal): Promise<void>;
  /** The CRM itself has answered, be it with a refusal: it is there. */
  answered(): void;
  observe(reading: LimitReading): void;
  /** A request has ended, one way or the other. */
  ended?(request: RequestTold): void;
}

/** The headers in which answers tell of one limit. */
interface LimitHeaders {
  scope: string;
  limit: string;
  remaining: string;
  /** Where it is told; else milliseconds. */
  windowMs?: string | number;
}

/** What an answer's headers say about the limits; nothing of one that they do not name. */
export function limitsInHeaders(headers: AnswerHeaders, told: readonly LimitHeaders[]): LimitReading[] {
  return told.flatMap(({ scope, limit: ofLimit, remaining, windowMs }) => {
    const limit = numberIn(headers, ofLimit);
    if (limit === undefined) return [];
    const window = typeof windowMs === 'string' ? numberIn(headers, windowMs) : windowMs;
    return { scope, limit, windowMs: window, remaining: numberIn(headers, remaining) };
  });
}

function numberIn(headers: AnswerHeaders, name: string): number | undefined {
  const text = headers.get(name)?.trim();
  return text && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** Both that have searches count them apart. @param path of a request. */
export function scopeOf(path: string): string {
  return path.endsWith('/search') ? 'search' : 'general';
}
