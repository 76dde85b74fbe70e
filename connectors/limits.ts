/** How often a CRM lets itself be asked. */
export interface RateLimit {
  requests: number;
  windowMs: number;
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

/** Stands between a connector and the CRM: told of every request and of what the answers say about the limits. */
export interface Pace {
  /** Resolves when the request may go out; at once where an agent waits. */
  before(scope: string, signal: AbortSignal): Promise<void>;
  /** The CRM itself has answered, be it with a refusal: it is there. */
  answered(): void;
  heard(reading: LimitReading): void;
}
