import { CrmRefusedError, CrmUnavailableError, type CrmError } from '../../errors';
import type { LimitReading } from './limits';

/** Statuses after which asking again later helps (RFC 9110, 6585, 4918). */
const PASSING = [408, 423, 425, 429];

/** What is decided about a refusal. */
export interface Meaning {
  /** Asking again later can help. */
  isBusy: boolean;
  /** Refused before anything was done, or undone as a whole: repeating cannot double a write. */
  isUnprocessed: boolean;
  /** The CRM as a whole fails: another event would fare no better now. */
  isDown: boolean;
  /** It is no passing condition, and has been seen to pass by itself. */
  mayPass?: boolean;
  /** Milliseconds until asking again makes sense: as the CRM asks, or as is known of the limit. */
  waitMs?: number;
  /** What was to be made is there already. */
  exists?: boolean;
  /** The limits that are reached, and for how long. */
  limits?: readonly LimitReading[];
}

/** An answer of a CRM that is no success, and what it means. Each CRM's own class reads its body. */
export abstract class ResponseError extends Error {
  abstract readonly crm: string;
  /** What a person can do about it, by the CRM's code or by status. */
  protected abstract readonly remedies: Readonly<Record<string | number, string>>;
  /** By which the CRM's support finds the request. */
  readonly correlationId?: string;

  constructor(
    /** What was asked, without an id or a value. */
    readonly operation: string,
    readonly status: number,
    /** The CRM's own codes. */
    codes: string,
    /** Milliseconds the CRM asks to be left alone. */
    readonly retryAfterMs?: number,
  ) {
    super(`${operation}: HTTP ${status} ${codes}`);
  }

  /** The CRM's own code or category. */
  abstract get code(): string | undefined;
  /** The CRM's own words, empty where it has none. */
  abstract get words(): string;
  /** Why, in the CRM's words without the values in them. */
  abstract get reason(): string;

  /** As the status says; a CRM's own class says where the CRM means something else. */
  get meaning(): Meaning {
    const { status, retryAfterMs } = this;
    return {
      isBusy: PASSING.includes(status) || (status >= 500 && status !== 501),
      isUnprocessed: [401, 423, 429].includes(status),
      isDown: status >= 500,
      exists: status === 409,
      waitMs: retryAfterMs,
    };
  }

  get isBusy(): boolean {
    return this.meaning.isBusy;
  }

  get remedy(): string {
    const { remedies, code = '', status, crm } = this;
    return (
      remedies[code] ?? remedies[status] ?? `Look at the words of ${crm} above, mend the cause, then replay.`
    );
  }

  /**
   * How soon the same request may be sent again within the event; undefined: not within it. A credential that is valid is
   * refused now and then, and a token ends: one more try tells it from one that is not. Over a limit only where the CRM names
   * a time.
   * @param attempt the first is 1. @returns a pause, in milliseconds; none: it grows with the attempts.
   */
  again(attempt: number): { pauseMs?: number } | undefined {
    const { status, retryAfterMs: pauseMs } = this;
    if (status === 401) return attempt === 1 ? { pauseMs: 0 } : undefined;
    return this.isBusy && (status !== 429 || pauseMs !== undefined) ? { pauseMs } : undefined;
  }
}

/** The one place that decides whether trying again can help; undefined for what is no answer of a CRM. */
export function toCrmError(error: unknown): CrmError | undefined {
  if (!(error instanceof ResponseError)) return undefined;
  const { crm, operation, status, code, correlationId, remedy } = error;
  const { isBusy, isUnprocessed, isDown: down, waitMs: retryAfterMs, mayPass } = error.meaning;
  const details = { crm, operation, status, code, correlationId, cause: error };
  const words = `HTTP ${status} ${error.reason}`.trim();
  if (!isBusy) return new CrmRefusedError(words, details, remedy, { mayPass });
  return new CrmUnavailableError(words, details, { retryAfterMs, outcomeUnknown: !isUnprocessed, down });
}

/** It was deleted, merged or converted since we looked: the next attempt asks for it again. */
export function recordGone(
  cause: ResponseError,
  what = 'the record is gone or has become another one',
): CrmUnavailableError {
  const { crm, operation, status, code } = cause;
  return new CrmUnavailableError(what, { crm, operation, status, code, cause }, { recordGone: true });
}

/**
 * The answer; undefined where the CRM refuses in a way that was to be expected.
 * @param expected statuses of what is no passing condition, or what tells such a refusal. @throws whatever else came.
 */
export async function unlessRefused<T, Refusal extends ResponseError = ResponseError>(
  work: Promise<T>,
  expected: readonly number[] | ((refusal: Refusal) => boolean),
): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    const isExpected = (refusal: ResponseError) =>
      typeof expected === 'function'
        ? expected(refusal as Refusal)
        : expected.includes(refusal.status) && !refusal.isBusy;
    if (error instanceof ResponseError && isExpected(error)) return undefined;
    throw error;
  }
}
