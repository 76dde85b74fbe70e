import { retryAfterMs } from '../../shared/http/exchange';
import type { LimitHeaders } from '../../shared/http/limits';
import type { AnswerHeaders } from '../../shared/http/transport';

/** The budget comes back at the server's midnight: asking every minute until then only burns requests. */
export const DAILY_PAUSE_MS = 3_600_000;
/** Pipedrive docs: Rate limiting: a rolling window. Searches are counted apart. */
export const WINDOW_MS = 2_000;

const RATE = 'x-ratelimit';
const DAILY = 'x-daily-ratelimit-token';
export const LIMIT_HEADERS: readonly LimitHeaders[] = [
  { scope: 'general', limit: `${RATE}-limit`, remaining: `${RATE}-remaining`, windowMs: WINDOW_MS },
  { scope: 'daily', limit: `${DAILY}-limit`, remaining: `${DAILY}-remaining` },
];

/** Milliseconds to wait: sources name `retry-after` and `x-ratelimit-reset`, in seconds; at times there is neither. */
export function waitIn(headers: AnswerHeaders): number | undefined {
  return retryAfterMs(headers) ?? retryAfterMs(headers, `${RATE}-reset`);
}
