import type { LimitReading, Pace, RateLimit, RequestTold } from '../../connectors/shared/http/limits';
import type { HealthDeps, HealthCache } from './health-cache';
import type { MetricName } from '../metrics';
import { newLimit, pauseAfter, pauseEnd, spacing } from './pacing';

/** Requests taken from the shared allowance at once: one write to the table for about one event. */
const BATCH = 5;
/** In the middle of an event a longer wait costs more than a request that is refused. */
const LONGEST_WAIT_MS = 10_000;
/** What every CRM counts, whether or not it has a limit by the second. */
const GENERAL = 'general';

/** The pace of one event. */
export interface EventPace extends Pace {
  /** The CRM has answered at least once. */
  readonly hasAnswer: boolean;
  /** Those that have ended, in order. */
  readonly requests: readonly RequestTold[];
}

interface Allowance {
  /** Requests that may go out without asking the table. */
  left: number;
  /** Whoever asks first goes first. */
  turn: Promise<void>;
}

/** The requests one CRM account allows, shared by all workers through the table; chats with an agent in them go first. */
export class RateLimiter {
  readonly #scopes: string[];
  /** Of this instance alone. */
  readonly #ownPauses = new Map<string, { since: number; until: number }>();
  readonly #allowances = new Map<string, Allowance>();

  /** @param documented limits by scope, until the CRM's answers say more. */
  constructor(
    private readonly deps: HealthDeps,
    private readonly cache: HealthCache,
    private readonly documented: Readonly<Record<string, RateLimit>> = {},
  ) {
    this.#scopes = [...new Set([GENERAL, ...Object.keys(documented)])];
  }

  /** Epoch milliseconds until which the worker must begin nothing. */
  get pausedUntil(): number {
    return this.#pausedUntil(GENERAL);
  }

  /** For a chat in which an agent waits: it does not wait for a turn, and tells the workers what it hears. */
  livePace(): EventPace {
    return this.#pace(
      () => Promise.resolve(),
      (reading) => this.#heed(reading, false),
    );
  }

  /** For an event of a worker's: within their part of the CRM's limit, all of them together. */
  workerPace(): EventPace {
    return this.#pace(
      (scope, signal) => this.#turn(scope, signal),
      (reading) => {
        this.#heed(reading, true);
        this.#learn(reading);
      },
    );
  }

  #pace(turn: Pace['before'], observe: Pace['observe']): EventPace {
    const requests: RequestTold[] = [];
    const pace = {
      hasAnswer: false,
      requests,
      ended: (request: RequestTold) => void requests.push(request),
      before: (scope: string, signal: AbortSignal) => {
        this.#count('CrmRequests');
        return turn(scope, signal);
      },
      answered: () => {
        pace.hasAnswer = true;
      },
      observe,
    };
    return pace;
  }

  #count(name: MetricName): void {
    this.deps.metrics.add(this.cache.account, name);
  }

  #heed(reading: LimitReading, worker: boolean): void {
    if (reading.pauseMs !== undefined) this.#count('CrmRateLimited');
    const pause = pauseAfter(reading, this.#scopes);
    if (!pause || !(pause.shared || worker)) return;
    const since = this.deps.now();
    const until = since + pause.ms;
    for (const scope of pause.scopes) {
      if (until <= this.#pausedUntil(scope)) continue;
      this.#ownPauses.set(scope, { since, until });
      if (!pause.shared) continue;
      const { account } = this.cache;
      this.cache.write(() => this.deps.store.health.pause({ account, scope, until, now: since }));
    }
  }

  #learn(reading: LimitReading): void {
    const { scope } = reading;
    const limit = newLimit(reading, this.#limit(scope));
    if (!limit) return;
    const { current, account } = this.cache;
    this.cache.current = { ...current, limits: { ...current.limits, [scope]: limit } };
    this.cache.write(() => this.deps.store.health.learnLimit({ account, scope, limit }));
  }

  #limit(scope: string): RateLimit | undefined {
    return this.cache.current.limits[scope] ?? this.documented[scope];
  }

  #pausedUntil(scope: string): number {
    const { pausedUntil, resumedAt = -Infinity } = this.cache.current;
    const shared = pauseEnd(pausedUntil[scope], this.deps.now());
    const own = this.#ownPauses.get(scope);
    return own && own.since > resumedAt ? Math.max(shared, own.until) : shared;
  }

  async #turn(scope: string, signal: AbortSignal): Promise<void> {
    const allowance = this.#allowances.get(scope) ?? { left: 0, turn: Promise.resolve() };
    this.#allowances.set(scope, allowance);
    allowance.turn = allowance.turn.then(() => (signal.aborted ? undefined : this.#take(scope, allowance)));
    await allowance.turn;
  }

  async #take(scope: string, allowance: Allowance): Promise<void> {
    await this.#sleepUntil(this.#pausedUntil(scope));
    const limit = this.#limit(scope);
    if (!limit) return;
    if (allowance.left === 0) {
      // A small limit is taken one by one, or the workers would use up a whole window at once.
      const batch = Math.max(1, Math.min(BATCH, Math.floor(limit.requests / 10)));
      await this.#sleepUntil(await this.#reserve(scope, Math.ceil(batch * spacing(limit))));
      allowance.left = batch;
    }
    allowance.left--;
  }

  /** @returns epoch milliseconds from which the requests may go out. */
  async #reserve(scope: string, takesMs: number): Promise<number> {
    const { store, now } = this.deps;
    const { account } = this.cache;
    const turn = { account, scope, takesMs, now: now() };
    return (await this.cache.attempt(() => store.health.reserve(turn))) ?? now() + takesMs;
  }

  async #sleepUntil(at: number): Promise<void> {
    const wait = Math.min(at - this.deps.now(), LONGEST_WAIT_MS);
    if (wait > 0) await this.deps.sleep(wait);
  }
}
