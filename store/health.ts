import * as v from 'valibot';
import { GetCommand, PutCommand, UpdateCommand } from './dynamodb/table';
import { guarded, isConditionFailed } from './errors';
import { isReadable } from './parse-row';
import type { PayloadTable } from './payload';

/** What all instances know together of one CRM account. Times in epoch milliseconds. */
export interface Health {
  /** Fingerprint of the credential it was learned with. */
  credential?: string;
  /** Attempts in a row that found the CRM down. */
  failures: number;
  lastFailureAt?: number;
  /** No attempt before this. */
  openUntil?: number;
  /** Somebody tries, until then at the latest. */
  probeUntil?: number;
  /** The CRM asked to be left alone until then, by what it counts apart. */
  pausedUntil: Readonly<Record<string, number>>;
  /** What the CRM says it allows, by what it counts apart. */
  limits: Readonly<Record<string, { requests: number; windowMs: number }>>;
  /** A person ended all pauses then, those an instance remembers by itself as well. */
  resumedAt?: number;
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
  readonly #table: PayloadTable;

  constructor(table: PayloadTable) {
    this.#table = table;
  }

  /** Eventually consistent: half a read unit, and a second late does no harm. */
  async read(account: string): Promise<Health> {
    const command = new GetCommand({ TableName: this.#table.tableName, Key: healthKey(account) });
    const { Item } = await guarded('read health', this.#table.client.send(command));
    return Item ? toHealth(Item) : HEALTHY;
  }

  /**
   * From now on the row is about what this credential leads to. What was learned with another one may be another
   * account's, and is gone.
   * @param before as the row was read; another instance may have been faster, and then this changes nothing.
   */
  async bind({ account, credential, before }: Binding): Promise<void> {
    const { tableName: TableName, client } = this.#table;
    const anew = new PutCommand({
      TableName,
      Item: { ...healthKey(account), credential },
      ConditionExpression: 'credential = :before',
      ExpressionAttributeValues: { ':before': before },
    });
    const first = new UpdateCommand({
      TableName,
      Key: healthKey(account),
      UpdateExpression: 'SET credential = if_not_exists(credential, :credential)',
      ExpressionAttributeValues: { ':credential': credential },
    });
    try {
      await guarded('bind health', before === undefined ? client.send(first) : client.send(anew));
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
    }
  }

  /**
   * Counts an attempt that found the CRM down.
   * @param startedAt when the attempt began: one begun before the circuit opened says nothing new.
   * @returns undefined when it did not count.
   */
  async countFailure({
    account,
    startedAt,
    now,
  }: {
    account: string;
    startedAt: number;
    now: number;
  }): Promise<Health | undefined> {
    return this.#update(account, {
      update: 'SET lastFailureAt = :now ADD failures :one',
      condition: 'attribute_not_exists(openedAt) OR openedAt <= :startedAt',
      values: { ':now': now, ':one': 1, ':startedAt': startedAt },
    });
  }

  /** Keeps everybody from trying until `openUntil`. */
  async open({ account, openUntil, now }: { account: string; openUntil: number; now: number }) {
    return this.#update(account, {
      update: 'SET openUntil = :until, openedAt = :now REMOVE probeUntil',
      values: { ':until': openUntil, ':now': now },
    });
  }

  /** Of all who may try again, one. @returns undefined when another one was faster. */
  async takeProbe({ account, probeMs, now }: { account: string; probeMs: number; now: number }) {
    return this.#update(account, {
      update: 'SET probeUntil = :until',
      condition:
        'openUntil <= :now AND (attribute_not_exists(probeUntil) OR probeUntil <= :now) AND failures > :none',
      values: { ':until': now + probeMs, ':now': now, ':none': 0 },
    });
  }

  /** The CRM answers again. An attempt begun before the last failure proves nothing. */
  async recovered({ account, startedAt }: { account: string; startedAt: number }) {
    return this.#update(account, {
      update: 'SET failures = :none REMOVE openedAt, openUntil, probeUntil, lastFailureAt',
      condition: 'lastFailureAt <= :startedAt',
      values: { ':none': 0, ':startedAt': startedAt },
    });
  }

  /** The CRM asked to be left alone; a shorter pause never ends a longer one, unless that one is no pause of ours. */
  async pause({
    account,
    scope,
    until,
    now,
  }: {
    account: string;
    scope: string;
    until: number;
    now: number;
  }) {
    return this.#update(account, {
      update: 'SET #paused = :until',
      condition: 'attribute_not_exists(#paused) OR #paused < :until OR #paused > :farthest',
      names: { '#paused': PAUSED + scope },
      values: { ':until': until, ':farthest': now + LONGEST_PAUSE_MS },
    });
  }

  /** Nothing is paused and nobody is thought to be down any more; what was learned of limits stays. */
  async resume({ account, now }: { account: string; now: number }): Promise<void> {
    const { pausedUntil } = await this.read(account);
    const paused = Object.keys(pausedUntil).map((scope) => PAUSED + scope);
    const ended = ['openedAt', 'openUntil', 'probeUntil', 'lastFailureAt', ...paused.map((_, n) => `#p${n}`)];
    await this.#update(account, {
      update: `SET failures = :none, resumedAt = :now REMOVE ${ended.join(', ')}`,
      ...(paused.length > 0 && { names: Object.fromEntries(paused.map((name, n) => [`#p${n}`, name])) }),
      values: { ':none': 0, ':now': now },
    });
  }

  async learnLimit({
    account,
    scope,
    limit,
  }: {
    account: string;
    scope: string;
    limit: { requests: number; windowMs: number };
  }) {
    return this.#update(account, {
      update: 'SET #limit = :limit',
      names: { '#limit': LIMIT + scope },
      values: { ':limit': limit },
    });
  }

  /**
   * A turn in a queue that all workers share: the generic cell rate algorithm with one number, the time of the next
   * free turn (ITU-T I.371).
   * @param takesMs how long the turn keeps the others waiting.
   * @returns epoch milliseconds from which the turn may be used.
   */
  async reserve({
    account,
    scope,
    takesMs,
    now,
  }: {
    account: string;
    scope: string;
    takesMs: number;
    now: number;
  }): Promise<number> {
    const Key = { pk: `limiter#${account}#${scope}` };
    const { tableName: TableName, client } = this.#table;
    for (let attempt = 0; attempt < RESERVE_ATTEMPTS; attempt++) {
      const read = new GetCommand({ TableName, Key, ConsistentRead: true });
      const { Item } = await guarded('read limiter', client.send(read));
      const nextAt = v.parse(number, Item?.nextAt);
      const startsAt = nextAt !== undefined && nextAt < now + LONGEST_QUEUE_MS ? Math.max(now, nextAt) : now;
      const take = new UpdateCommand({
        TableName,
        Key,
        UpdateExpression: 'SET nextAt = :next',
        ConditionExpression: nextAt === undefined ? 'attribute_not_exists(nextAt)' : 'nextAt = :seen',
        ExpressionAttributeValues: {
          ':next': startsAt + takesMs,
          ...(nextAt !== undefined && { ':seen': nextAt }),
        },
      });
      try {
        await guarded('take a turn', client.send(take));
        return startsAt;
      } catch (error) {
        if (!isConditionFailed(error)) throw error;
      }
    }
    return now + takesMs;
  }

  async #update(account: string, { update, condition, names, values }: Change): Promise<Health | undefined> {
    const command = new UpdateCommand({
      TableName: this.#table.tableName,
      Key: healthKey(account),
      UpdateExpression: update,
      ...(condition && { ConditionExpression: condition }),
      ...(names && { ExpressionAttributeNames: names }),
      ExpressionAttributeValues: values,
      ReturnValues: 'ALL_NEW',
    });
    try {
      const { Attributes } = await guarded('write health', this.#table.client.send(command));
      return toHealth(Attributes ?? {});
    } catch (error) {
      if (isConditionFailed(error)) return undefined;
      throw error;
    }
  }
}

interface Binding {
  account: string;
  credential: string;
  before: string | undefined;
}

interface Change {
  update: string;
  condition?: string;
  names?: Record<string, string>;
  values: Record<string, unknown>;
}

const PAUSED = 'paused#';
const LIMIT = 'limit#';

function healthKey(account: string) {
  return { pk: `health#${account}` };
}

const number = v.fallback(v.optional(v.number()), undefined);
const limit = v.object({ requests: v.number(), windowMs: v.number() });
const ROW = v.object({
  credential: v.fallback(v.optional(v.string()), undefined),
  failures: v.fallback(v.optional(v.number(), 0), 0),
  lastFailureAt: number,
  openUntil: number,
  probeUntil: number,
  resumedAt: number,
});

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
