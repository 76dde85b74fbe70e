import { boundedPause } from './shared/http/limits';

/**
 * The one family of errors a connector throws. The class carries the decision: try again, or park.
 * Messages hold the CRM's own words but never the values of a record.
 */

interface CrmErrorDetails {
  crm: string;
  /** What was being done, such as `create contact`. */
  operation: string;
  /** HTTP status, when there was an answer. */
  status?: number;
  /** The CRM's own code or category. */
  code?: string;
  correlationId?: string;
  cause?: unknown;
}

abstract class CrmErrorBase extends Error {
  abstract readonly retryable: boolean;
  readonly details: CrmErrorDetails;

  constructor(message: string, details: CrmErrorDetails) {
    super(`${details.crm}: ${details.operation}: ${message}`, { cause: details.cause });
    this.details = details;
  }
}

/** Trying again later can help: the CRM is down, slow, busy or over its limit. */
export class CrmUnavailableError extends CrmErrorBase {
  override readonly name = 'CrmUnavailableError';
  readonly retryable = true;
  /** What the CRM asked us to wait, in milliseconds; an hour at most. */
  readonly retryAfterMs?: number;
  /** The request may have taken effect although no answer came. */
  readonly outcomeUnknown: boolean;
  /** The record written to is gone or has become another one: the next attempt must ask for it again. */
  readonly recordGone: boolean;
  /** The CRM as a whole does not answer, or fails: another event would fare no better now. */
  readonly down: boolean;

  constructor(
    message: string,
    details: CrmErrorDetails,
    {
      retryAfterMs,
      outcomeUnknown = false,
      recordGone = false,
      down = false,
    }: { retryAfterMs?: number; outcomeUnknown?: boolean; recordGone?: boolean; down?: boolean } = {},
  ) {
    super(message, details);
    this.retryAfterMs = boundedPause(retryAfterMs);
    this.outcomeUnknown = outcomeUnknown;
    this.recordGone = recordGone;
    this.down = down;
  }
}

/** An answer that cannot be the CRM's own, or has not what it must have. @param outcomeUnknown of a write. */
export function unreadableAnswer(details: CrmErrorDetails, outcomeUnknown = false): CrmUnavailableError {
  return new CrmUnavailableError('unreadable answer', details, { outcomeUnknown });
}

/** Trying again cannot help until a person changes something: a credential, a scope, a required field. */
export class CrmRefusedError extends CrmErrorBase {
  override readonly name = 'CrmRefusedError';
  readonly retryable = false;
  /** What to do about it, for the list of parked events. */
  readonly remedy: string;
  /** Has been seen to pass by itself: a few attempts tell it from one that stays. */
  readonly mayPass: boolean;

  constructor(message: string, details: CrmErrorDetails, remedy: string, { mayPass = false } = {}) {
    super(message, details);
    this.remedy = remedy;
    this.mayPass = mayPass;
  }
}

export type CrmError = CrmUnavailableError | CrmRefusedError;

/**
 * By name, not by class: a connector is bundled apart from the handler, so each has its own copy of the classes.
 */
export function isCrmError(error: unknown): error is CrmError {
  return error instanceof Error && (error.name === 'CrmUnavailableError' || error.name === 'CrmRefusedError');
}
