import { HEALTHY, type Health } from '../../store/health';
import type { Store } from '../../store/store';
import type { Log } from '../../connectors/connector';
import type { Metrics } from '../metrics';

/** What this instance holds of the shared row before it looks again. */
const FRESH_MS = 5_000;

export interface HealthDeps {
  store: Pick<Store, 'health'>;
  log: Log;
  metrics: Metrics;
  now: () => number;
  sleep: (ms: number) => Promise<void>;
}

/**
 * What is known of one CRM account, shared by all instances through the table. It keeps the CRM from harm and never an
 * event from the CRM: when the table fails, what is held counts.
 */
export class HealthCache {
  /** As far as this instance knows. */
  current: Health = HEALTHY;
  #readAt = -Infinity;
  readonly #writes = new Set<Promise<unknown>>();

  /** @param credential what was learned with another one does not count. */
  constructor(
    private readonly deps: HealthDeps,
    readonly account: string,
    private readonly credential?: string,
  ) {}

  /** Reads the row when what is held is old; in parallel to something else it costs no time. */
  async look(): Promise<void> {
    const { store, now } = this.deps;
    const age = now() - this.#readAt;
    if (age >= 0 && age < FRESH_MS) return;
    this.#readAt = now();
    await this.attempt(async () => {
      const health = await store.health.read(this.account);
      this.current = await this.#ofOurs(health);
    });
  }

  async #ofOurs(health: Health): Promise<Health> {
    const { account, credential } = this;
    if (credential === undefined || health.credential === credential) return health;
    await this.deps.store.health.bind({ account, credential, before: health.credential });
    return health.credential === undefined ? health : HEALTHY;
  }

  /** Another instance knows more: the next look reads the row. */
  forget(): void {
    this.#readAt = -Infinity;
  }

  /** A write nobody waits for until `written`. */
  write(change: () => Promise<unknown>): void {
    const writing = this.attempt(change).finally(() => this.#writes.delete(writing));
    this.#writes.add(writing);
  }

  /** When all that was to be written is in the table, or has failed. */
  async written(): Promise<void> {
    await Promise.all(this.#writes);
  }

  /** @returns undefined when the table failed. */
  async attempt<T>(step: () => Promise<T>): Promise<T | undefined> {
    try {
      return await step();
    } catch (error) {
      this.deps.log.warn('The health of the CRM can be neither read nor written', {
        account: this.account,
        error,
      });
      return undefined;
    }
  }
}
