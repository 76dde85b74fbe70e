import { tooMany } from './errors';

/** What a company may ask for; `false` counts without refusing. */
export interface RateLimits {
  /** Requests of a token in a rolling window of two seconds. */
  burst: number | false;
  /** The same of searches, in every plan. */
  search: number | false;
  /** Tokens of a company a day, until midnight of the server. */
  daily: number | false;
}

/** Pipedrive docs: Rate limiting, API token, Lite, one seat. */
export const REAL_RATE_LIMITS: RateLimits = { burst: 20, search: 10, daily: 30_000 };
export const NO_RATE_LIMITS: RateLimits = { burst: false, search: false, daily: false };

const WINDOW_MS = 2_000;
const DAY_MS = 86_400_000;

/** Pipedrive's OpenAPI files, `x-token-cost`: by version, method and what is asked. */
export function costOf(method: string, path: string): number {
  const half = path.startsWith('/api/v2/') ? 2 : 1;
  if (path.endsWith('/search')) return 40 / half;
  if (method === 'DELETE') return 6 / half;
  if (method !== 'GET') return 10 / half;
  return (/\/(\d+|me|[0-9a-f-]{36}|[0-9a-f]{40})$/.test(path) ? 2 : 20) / half;
}

/** Counts requests in Pipedrive's three ways. */
export class RateLimiter {
  private times: number[] = [];
  private searches: number[] = [];
  private day = { number: 0, spent: 0 };

  constructor(
    private readonly settings: { rateLimits: RateLimits; waits: 'reset' | 'retry-after' | 'none' },
    private readonly now: () => number,
  ) {}

  /** @returns headers of the answer. @throws PipedriveError 429; what is refused does not count. */
  admit(method: string, path: string): Record<string, string> {
    const now = this.now();
    const { burst, search, daily } = this.settings.rateLimits;
    this.times = this.times.filter((at) => at > now - WINDOW_MS);
    this.searches = this.searches.filter((at) => at > now - WINDOW_MS);
    const number = Math.floor(now / DAY_MS);
    if (number !== this.day.number) this.day = { number, spent: 0 };
    const isSearch = path.endsWith('/search');
    const cost = costOf(method, path);
    if (daily !== false && this.day.spent + cost > daily) {
      throw tooMany('daily', { ...this.headers(), ...this.wait(((number + 1) * DAY_MS - now) / 1000) });
    }
    const times = isSearch ? this.searches : this.times;
    const most = isSearch ? search : burst;
    if (most !== false && times.length >= most)
      throw tooMany('burst', { ...this.headers(), ...this.wait(2) });
    times.push(now);
    this.day.spent += cost;
    return this.headers();
  }

  private headers(): Record<string, string> {
    const { burst, daily } = this.settings.rateLimits;
    const most = burst || REAL_RATE_LIMITS.burst;
    const budget = daily || REAL_RATE_LIMITS.daily;
    return {
      'x-ratelimit-limit': String(most),
      'x-ratelimit-remaining': String(Math.max(0, Number(most) - this.times.length)),
      'x-ratelimit-reset': '2',
      'x-daily-ratelimit-token-limit': String(budget),
      'x-daily-ratelimit-token-remaining': String(Math.max(0, Number(budget) - this.day.spent)),
    };
  }

  /** Sources disagree on what tells the wait: `x-ratelimit-reset`, `retry-after`, or nothing. */
  private wait(seconds: number): Record<string, string> {
    const whole = String(Math.ceil(seconds));
    if (this.settings.waits === 'retry-after') return { 'retry-after': whole };
    return { 'x-ratelimit-reset': this.settings.waits === 'reset' ? whole : '' };
  }
}
