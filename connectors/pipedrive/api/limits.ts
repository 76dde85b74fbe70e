import { retryAfterMs } from '../../shared/http/exchange';
import { boundedPause, type LimitReading } from '../../shared/http/limits';
import type { AnswerHeaders } from '../../shared/http/transport';
import { isDaySpent, type PipedriveResponseError } from './errors';

/** The budget comes back at the server's midnight: asking every minute until then only burns requests. */
export const DAILY_PAUSE_MS = 3_600_000;
/** Pipedrive docs: Rate limiting: a rolling window. */
const WINDOW_MS = 2_000;

/** Searches are counted apart (Pipedrive docs: Rate limiting). */
export function scopeOf(path: string): string {
  return path.includes('/search?') ? 'search' : 'general';
}

/** The limits in the headers of an answer. */
export function limitsInHeaders(headers: AnswerHeaders): LimitReading[] {
  const number = (name: string) => {
    const text = headers.get(name);
    return text && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
  };
  const general = {
    scope: 'general',
    limit: number('x-ratelimit-limit'),
    windowMs: WINDOW_MS,
    remaining: number('x-ratelimit-remaining'),
  };
  const daily = {
    scope: 'daily',
    limit: number('x-daily-ratelimit-token-limit'),
    remaining: number('x-daily-ratelimit-token-remaining'),
  };
  return [general, daily].filter(({ limit }) => limit !== undefined);
}

/** Milliseconds to wait: sources name `retry-after` and `x-ratelimit-reset`, in seconds; at times there is neither. */
export function waitIn(headers: AnswerHeaders): number | undefined {
  const reset = headers.get('x-ratelimit-reset');
  const seconds = reset && /^\d{1,6}$/.test(reset) ? Number(reset) : undefined;
  return retryAfterMs(headers) ?? (seconds === undefined ? undefined : boundedPause(seconds * 1000));
}

/** What a refusal says: which limit is reached, and for how long. */
export function limitsInRefusal(error: PipedriveResponseError, scope: string): LimitReading[] {
  const { status, body, retryAfterMs: asked } = error;
  if (status === 403 && body === undefined) return [{ scope: 'general', pauseMs: 60_000 }];
  if (status !== 429) return [];
  if (!isDaySpent(error)) return [{ scope, pauseMs: asked ?? WINDOW_MS }];
  return ['general', 'search'].map((counted) => ({ scope: counted, pauseMs: asked ?? DAILY_PAUSE_MS }));
}
