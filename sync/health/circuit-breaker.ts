import { isCrmError } from '../../connectors/errors';
import type { Health } from '../../store/health';
import { CircuitOpenError } from '../failure/errors';
import type { HealthDeps, HealthCache } from './health-cache';

/** Attempts in a row that must find the CRM down before nobody tries any more. One failure may be anything. */
export const OPEN_AFTER = 5;
const FIRST_OPEN_MS = 15_000;
/** About as often as the worker comes round. */
const LONGEST_OPEN_MS = 60_000;
/** The longest a probe may take before another one may begin: an event of the worker's, and some. */
const PROBE_MS = 30_000;
/** Whoever lost the race for the probe hears of its end about then. */
const PROBE_OF_OTHERS_MS = 5_000;

export type CircuitState =
  | { state: 'closed' }
  /** One attempt may find out whether the CRM is back. */
  | { state: 'half-open' }
  /** Until then nobody tries, epoch milliseconds. */
  | { state: 'open'; until: number };

export function circuitState({ failures, openUntil = 0, probeUntil = 0 }: Health, now: number): CircuitState {
  if (failures < OPEN_AFTER) return { state: 'closed' };
  // Nobody opens it for longer: what says so is a mistake, and would keep it open for ever.
  const until = Math.min(Math.max(openUntil, probeUntil), now + LONGEST_OPEN_MS);
  return until > now ? { state: 'open', until } : { state: 'half-open' };
}

/** How long nobody tries after this many failures in a row: twice as long after each probe that failed. Milliseconds. */
export function openFor(failures: number): number {
  return Math.min(LONGEST_OPEN_MS, FIRST_OPEN_MS * 2 ** Math.min(failures - OPEN_AFTER, 20));
}

/** Keeps a CRM that is down from being hammered, by all instances together (M. Nygard, Release It!: Circuit Breaker). */
export class CircuitBreaker {
  constructor(
    private readonly deps: HealthDeps,
    private readonly cache: HealthCache,
  ) {}

  /** No attempt has found the CRM down lately. */
  get isHealthy(): boolean {
    return this.cache.current.failures === 0;
  }

  get state(): CircuitState {
    return circuitState(this.cache.current, this.deps.now());
  }

  /** Before an attempt. @throws CircuitOpenError when the CRM is down, or somebody else is finding out. */
  async enter(): Promise<void> {
    await this.cache.look();
    const { state } = this;
    if (state.state === 'closed') return;
    if (state.state === 'open') throw new CircuitOpenError(state.until);
    if (await this.#takesProbe()) return;
    throw new CircuitOpenError(this.deps.now() + PROBE_OF_OTHERS_MS);
  }

  async #takesProbe(): Promise<boolean> {
    const { store, now } = this.deps;
    const { account } = this.cache;
    return (
      (await this.cache.attempt(async () => {
        const taken = await store.health.takeProbe({ account, probeMs: PROBE_MS, now: now() });
        if (taken) this.cache.current = taken;
        else this.cache.forget();
        return taken !== undefined;
      })) ?? true
    );
  }

  /**
   * After an attempt: an answer, also a refusal, shows that the CRM is there.
   * @param error what it failed with, where nothing was answered.
   * @param startedAt when it began, epoch milliseconds.
   */
  async record(startedAt: number, error?: unknown): Promise<void> {
    const refused = isCrmError(error) && !error.retryable;
    if (error === undefined || refused) await this.cache.attempt(() => this.#recovered(startedAt));
    else if (isCrmError(error) && error.retryable && error.down)
      await this.cache.attempt(() => this.#failed(startedAt));
  }

  async #recovered(startedAt: number): Promise<void> {
    if (this.isHealthy) return;
    const { store, log } = this.deps;
    const { account } = this.cache;
    const wasOpen = this.cache.current.failures >= OPEN_AFTER;
    const health = await store.health.recovered({ account, startedAt });
    if (!health) return;
    this.cache.current = health;
    if (wasOpen) log.info('The CRM answers again', { account });
  }

  async #failed(startedAt: number): Promise<void> {
    const { store, now, log } = this.deps;
    const { account } = this.cache;
    const counted = await store.health.countFailure({ account, startedAt, now: now() });
    if (!counted) return;
    this.cache.current = counted;
    const { failures } = counted;
    if (failures < OPEN_AFTER) return;
    const openUntil = now() + openFor(failures);
    log.warn('The CRM is down: nobody asks it for a while', {
      account,
      failures,
      openUntil: new Date(openUntil).toISOString(),
    });
    this.cache.current = (await store.health.open({ account, openUntil, now: now() })) ?? counted;
  }
}
