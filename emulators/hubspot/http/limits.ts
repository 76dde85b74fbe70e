import { rateLimited, type HubSpotError } from './errors';

/** Requests the account may make; `false` counts without refusing. */
export interface RateLimits {
  /** Searches a second, over the whole account. */
  search: number | false;
  /** Requests of this app in any ten seconds, searches not counted. */
  tenSecondly: number | false;
  /** Requests of the account a day, until midnight. */
  daily: number | false;
}

/** HubSpot docs: API usage guidelines, Free and Starter; 5 searches a second in every tier. */
export const REAL_RATE_LIMITS: RateLimits = { search: 5, tenSecondly: 100, daily: 250_000 };

export const NO_RATE_LIMITS: RateLimits = { search: false, tenSecondly: false, daily: false };

const TEN_SECONDS = 10_000;
const DAY = 86_400_000;

/** Counts requests in HubSpot's three windows. */
export class RateLimiter {
  private searches: number[] = [];
  private requests: number[] = [];
  private day = { number: 0, count: 0 };

  constructor(
    private readonly limits: () => RateLimits,
    private readonly now: () => number,
    /** The day of the account changes at its own midnight. */
    private readonly utcOffsetMs: () => number,
  ) {}

  /**
   * Counts a request and says which headers its answer carries: none on searches (HubSpot docs: Search the CRM).
   * @throws HubSpotError 429; refused requests do not count.
   */
  admit(isSearch: boolean): Record<string, string> {
    const now = this.now();
    const { search, tenSecondly, daily } = this.limits();
    this.searches = this.searches.filter((at) => at > now - 1000);
    this.requests = this.requests.filter((at) => at > now - TEN_SECONDS);
    const today = Math.floor((now + this.utcOffsetMs()) / DAY);
    if (today !== this.day.number) this.day = { number: today, count: 0 };
    if (daily !== false && this.day.count >= daily) throw rateLimited('DAILY');
    if (isSearch) {
      if (search !== false && this.searches.length >= search) throw rateLimited('SECONDLY');
      this.searches.push(now);
      this.day.count++;
      return {};
    }
    if (tenSecondly !== false && this.requests.length >= tenSecondly) {
      throw this.withHeaders(rateLimited('TEN_SECONDLY_ROLLING'));
    }
    this.requests.push(now);
    this.day.count++;
    return this.headers();
  }

  private headers(): Record<string, string> {
    const max = this.limits().tenSecondly || REAL_RATE_LIMITS.tenSecondly;
    const daily = this.limits().daily || REAL_RATE_LIMITS.daily;
    return {
      'x-hubspot-ratelimit-daily': String(daily),
      'x-hubspot-ratelimit-daily-remaining': String(Math.max(Number(daily) - this.day.count, 0)),
      'x-hubspot-ratelimit-interval-milliseconds': String(TEN_SECONDS),
      'x-hubspot-ratelimit-max': String(max),
      'x-hubspot-ratelimit-remaining': String(Math.max(Number(max) - this.requests.length, 0)),
    };
  }

  private withHeaders(error: HubSpotError): HubSpotError {
    Object.assign(error.headers, this.headers());
    return error;
  }
}
