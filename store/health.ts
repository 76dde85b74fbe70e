import * as v from 'valibot';
import type { Change, Table } from './dynamodb/table';
import { isReadable } from './parse-row';

const number = v.fallback(v.optional(v.number()), undefined);
const limit = v.object({ requests: v.number(), windowMs: v.number() });
const ROW = v.object({
  /** Fingerprint of the credential it was learned with. */
  credential: v.fallback(v.optional(v.string()), undefined),
  /** Attempts in a row that found the CRM down. */
  failures: v.fallback(v.optional(v.number(), 0), 0),
  lastFailureAt: number,
  /** No attempt before this. */
  openUntil: number,
  /** Somebody tries, until then at the latest. */
  probeUntil: number,
  /** A person ended all pauses then, those an instance remembers by itself as well. */
  resumedAt: number,
});

type Limit = v.InferOutput<typeof limit>;

/** What all instances know together of one CRM account. Times in epoch milliseconds. */
export interface Health extends v.InferOutput<typeof ROW> {
  /** The CRM asked to be left alone until then, by what it counts apart. */
  pausedUntil: Readonly<Record<string, number>>;
  /** What the CRM says it allows, by what it counts apart. */
  limits: Readonly<Record<string, Limit>>;
}

export const HEALTHY: Health = { failures: 0, pausedUntil: {}, limits: {} };

/** Two workers at most run at once; more tries than this mean something else is wrong. */
const RESERVE_ATTEMPTS = 10;
/** Turns further away than this were taken by mistake. */
const LONGEST_QUEUE_MS = 3_600_000;
/** Pauses end sooner; what stands in a row beyond this was written by an older version, or by a clock that was wrong. */
const LONGEST_PAUSE_MS = 3_600_000;

/** A row a CRM account, so that one instance need not learn by itself what another has learned. */
export class HealthStore {
  constructor(private readonly table: Table) {}

  /** Eventually consistent: half a read unit, and a second late does no harm. */
  async read(account: string): Promise<Health> {
    const row = await this.table.get('read health', healthKey(account), { consistent: false });
    return row ? toHealth(row) : HEALTHY;
  }

  /**
   * From now on the row is about what this credential leads to. What was learned with another one may be another
   * account's, and is gone.
   * @param before as the row was read; another instance may have been faster, and then this changes nothing.
   */
  async bind({ account, credential, before }: Binding): Promise<void> {
    const pk = healthKey(account);
    if (before === undefined) {
      const assign = ['credential = if_not_exists(credential, :credential)'];
      await this.table.update('bind health', pk, { assign, values: { credential } });
      return;
    }
    const unchanged = { condition: 'credential = :before', values: { before } };
    await this.table.put('bind health', { pk, credential }, unchanged);
  }

  /**
   * Counts an attempt that found the CRM down.
   * @param startedAt when the attempt began: one begun before the circuit opened says nothing new.
   * @returns undefined when it did not count.
   */
  countFailure({ account, startedAt, now }: Attempt & { now: number }): Promise<Health | undefined> {
    return this.#update(account, {
      set: { lastFailureAt: now },
      assign: ['failures = if_not_exists(failures, :none) + :one'],
      condition: 'attribute_not_exists(openedAt) OR openedAt <= :startedAt',
      values: { startedAt, none: 0, one: 1 },
    });
  }

  /** Keeps everybody from trying until `openUntil`. */
  open({ account, openUntil, now }: { account: string; openUntil: number; now: number }) {
    return this.#update(account, { set: { openUntil, openedAt: now }, remove: ['probeUntil'] });
  }

  /** Of all who may try again, one. @returns undefined when another one was faster. */
  takeProbe({ account, probeMs, now }: { account: string; probeMs: number; now: number }) {
    return this.#update(account, {
      set: { probeUntil: now + probeMs },
      condition:
        'openUntil <= :now AND (attribute_not_exists(probeUntil) OR probeUntil <= :now) AND failures > :none',
      values: { now, none: 0 },
    });
  }

  /** The CRM answers again. An attempt begun before the last failure proves nothing. */
  recovered({ account, startedAt }: Attempt) {
    return this.#update(account, {
      set: { failures: 0 },
      remove: ['openedAt', 'openUntil', 'probeUntil', 'lastFailureAt'],
      condition: 'lastFailureAt <= :startedAt',
      values: { startedAt },
    });
  }

  /** The CRM asked to be left alone; a shorter pause never ends a longer one, unless that one is no pause of ours. */
  pause({ account, scope, until, now }: Scope & { until: number; now: number }) {
    const paused = PAUSED + scope;
    return this.#update(account, {
      set: { [paused]: until },
      condition: 'attribute_not_exists(#paused) OR #paused < :until OR #paused > :farthest',
      names: { paused },
      values: { until, farthest: now + LONGEST_PAUSE_MS },
    });
  }

  /** Nothing is paused and nobody is thought to be down any more; what was learned of limits stays. */
  async resume({ account, now }: { account: string; now: number }): Promise<void> {
    const { pausedUntil } = await this.read(account);
    const paused = Object.keys(pausedUntil).map((scope) => PAUSED + scope);
    const remove = ['openedAt', 'openUntil', 'probeUntil', 'lastFailureAt', ...paused];
    await this.#update(account, { set: { failures: 0, resumedAt: now }, remove });
  }

  learnLimit({ account, scope, limit }: Scope & { limit: Limit }) {
    return this.#update(account, { set: { [LIMIT + scope]: limit } });
  }

  /**
   * A turn in a queue that all workers share: the generic cell rate algorithm with one number, the time of the next
   * free turn (ITU-T I.371).
   * @param takesMs how long the turn keeps the others waiting.
   * @returns epoch milliseconds from which the turn may be used.
   */
  async reserve({ account, scope, takesMs, now }: Scope & { takesMs: number; now: number }): Promise<number> {
    const pk = `limiter#${account}#${scope}`;
    for (let attempt = 0; attempt < RESERVE_ATTEMPTS; attempt++) {
      const seen = v.parse(number, (await this.table.get('read limiter', pk))?.nextAt);
      const startsAt = seen !== undefined && seen < now + LONGEST_QUEUE_MS ? Math.max(now, seen) : now;
      const taken = await this.table.update('take a turn', pk, {
        set: { nextAt: startsAt + takesMs },
        condition: seen === undefined ? 'attribute_not_exists(nextAt)' : 'nextAt = :seen',
        values: { seen },
      });
      if (taken) return startsAt;
    }
    return now + takesMs;
  }

  async #update(account: string, change: Change): Promise<Health | undefined> {
    const row = await this.table.update('write health', healthKey(account), {
      ...change,
      returns: 'ALL_NEW',
    });
    return row && toHealth(row);
  }
}

interface Attempt {
  account: string;
  startedAt: number;
}

interface Scope {
  account: string;
  scope: string;
}

interface Binding {
  account: string;
  credential: string;
  before: string | undefined;
}

const PAUSED = 'paused#';
const LIMIT = 'limit#';

function healthKey(account: string): string {
  return `health#${account}`;
}

/** What cannot be read is learned again; a newer program's row is as good as none. */
function toHealth(row: Record<string, unknown>): Health {
  if (!isReadable(row)) return HEALTHY;
  return {
    ...v.parse(ROW, row),
    pausedUntil: withPrefix(row, PAUSED, v.number()),
    limits: withPrefix(row, LIMIT, limit),
  };
}

function withPrefix<Value>(
  row: Record<string, unknown>,
  prefix: string,
  schema: v.GenericSchema<unknown, Value>,
): Record<string, Value> {
  const read = Object.entries(row).flatMap(([name, value]) => {
    const result = name.startsWith(prefix) && v.safeParse(schema, value);
    return result && result.success ? [[name.slice(prefix.length), result.output] as const] : [];
  });
  return Object.fromEntries(read);
}
