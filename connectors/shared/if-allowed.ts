import type { CallContext, Memory } from '../connector';
import { ResponseError } from './http/response-error';

/** A permission, a plan or a feature is not changed by the minute; asking every hour finds it soon enough. */
const TTL_MS = 3_600_000;

/** Of an event, where a refusal is kept and told. */
export interface SparingContext {
  memory: Memory;
  call: Pick<CallContext, 'log'>;
}

/** What a CRM's refusal means for work that may be left undone. */
export interface Refused {
  /** All of the kind would be refused, not this one alone. */
  isLasting: boolean;
  /** For the log: status and codes, no values. */
  why?: Record<string, unknown>;
}

/** Work without which the rest is saved all the same. */
export interface Spared<T> {
  /** By which the memory keeps that it was refused. */
  name: string;
  /** To be told of a refusal; none: nobody misses it. */
  words?: string;
  level?: 'info' | 'warn';
  remedy?: string;
  /** Undefined for an error that is none: it is thrown. */
  refusal: (error: unknown) => Refused | undefined;
  work: () => Promise<T>;
}

/**
 * Does what a right, a plan or a feature may be missing for. A refusal costs this only, with one clear line in the log; where it
 * is lasting nothing is asked for an hour.
 * @returns undefined then.
 */
export async function ifAllowed<T>(
  { memory, call }: SparingContext,
  { name, words, level = 'warn', remedy, refusal, work }: Spared<T>,
): Promise<T | undefined> {
  if (await memory.get(name)) return undefined;
  try {
    return await work();
  } catch (error) {
    const refused = refusal(error);
    if (!refused) throw error;
    if (words) call.log[level](words, { ...refused.why, ...(remedy && { remedy }) });
    if (refused.isLasting) await memory.put(name, true, TTL_MS);
    return undefined;
  }
}

/**
 * A refusal that costs one piece of work only: no limit, no outage, no wrong credential.
 * @param lasting statuses that are about all of its kind.
 */
export function refusalOf(error: unknown, lasting: readonly number[] = []): Refused | undefined {
  if (!(error instanceof ResponseError) || error.isBusy || error.status === 401) return undefined;
  const { status, code } = error;
  return { isLasting: lasting.includes(status), why: { status, code } };
}
