import { isCrmError } from '../../connectors/errors';
import { BusyError, CircuitOpenError } from './errors';
import type { Released } from './handle-failure';

/** Why an event is not in the CRM yet, as far as it concerns the agent. */
export type Situation =
  /** The CRM did not answer in time. */
  | 'slow'
  /** It does not answer, or answers nothing but failures. */
  | 'down'
  /** It wants fewer requests. */
  | 'limit'
  /** Another event of the same chat or person is in work. */
  | 'busy'
  /** It failed in a way that may pass; it is tried a few times more. */
  | 'failed'
  /** Parked: nothing more is tried until a person has mended the cause. */
  | 'refused';

const TOO_MANY_REQUESTS = 429;

/**
 * What to tell of an event that has failed.
 */
export function situationOf(error: unknown, released: Released): Situation {
  if (released === 'parked') return 'refused';
  if (error instanceof BusyError) return 'busy';
  if (error instanceof CircuitOpenError) return 'down';
  if (!isCrmError(error) || !error.retryable) return 'failed';
  if (error.down) return 'down';
  const { status } = error.details;
  // Some say 429, others 403; all say how long it lasts.
  const limited = status === TOO_MANY_REQUESTS || (status !== undefined && error.retryAfterMs !== undefined);
  return limited ? 'limit' : 'slow';
}
