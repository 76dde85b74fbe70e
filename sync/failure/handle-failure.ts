import { isCrmError } from '../../connectors/errors';
import { personalData } from '../../jivochat/personal-data';
import { createMask } from '../../text/masking';
import { GIVE_UP_AFTER_MS, retryDelay } from './back-off';
import type { Failure } from '../../store/inbox/inbox-row';
import { StoreError } from '../../store/errors';
import type { SyncDeps } from '../context';
import type { AcceptedEvent, ClaimedRun } from '../event-run';
import { BusyError, CircuitOpenError } from './errors';
import { shortKey } from '../event-key';
import { historyOfFailure } from '../history/history-of';

/** The run, or as much of it as there is for an event that cannot be read. */
export type FailedRun = ClaimedRun & Partial<Pick<AcceptedEvent, 'event' | 'why' | 'pace'>>;

/** Another event of the same person or chat takes seconds at most. */
const BUSY_MS = 5_000;
/** Not all that waited for a CRM to come back may ask it in the same second. */
const SPREAD_MS = 10_000;
/** A failure of ours, or one that may pass, is let happen a few times to an event: that tells which it is. */
export const MAX_SUSPECT_FAILURES = 5;

const OUR_REMEDY =
  'Look for its key in the log and report what you find; replay it after an upgrade, or drop it.';

export type Released = 'postponed' | 'parked';

/**
 * Puts a failed event back into the inbox: due later, or parked for a person to look at. What cannot be put back is due by
 * itself when its lease runs out. Never throws.
 */
export async function handleFailure(run: FailedRun, error: unknown): Promise<Released> {
  try {
    return await release(run, error);
  } catch (cause) {
    run.deps.log.error('The failure of an event cannot be written down; it is due when its lease ends', {
      key: shortKey(run.eventKey),
      error: cause instanceof StoreError ? cause.message : cause,
    });
    return 'postponed';
  }
}

async function release(run: FailedRun, error: unknown): Promise<Released> {
  const { deps, eventKey: key, owner, attempts, connector } = run;
  const { inbox } = deps.store;
  const event = run.event?.name ?? 'unread';
  const now = deps.now();
  const failure = describe(error, run.event && personalData(run.event));
  // `message` is the line's own.
  const { message: reason, ...more } = failure;
  const account = connector.account.name;
  const log = { account, event, key: shortKey(key), attempts, reason, ...more };
  const suspectFailures = run.suspectFailures + (isSuspect(error) ? 1 : 0);
  const history = historyOfFailure(run, error, now);
  if (mustBeParked({ ...run, suspectFailures }, error, now)) {
    deps.log.error('Event parked: it needs a person', { ...log, outcome: 'parked' });
    await inbox.park({ key, owner, failure, history, now });
    deps.metrics.add(account, 'EventsParked');
    return 'parked';
  }
  const wait = waitAfter(deps, attempts, error);
  deps.log.warn('Event kept for a later attempt', { ...log, outcome: 'later', retryInMs: wait });
  await inbox.postpone({ key, owner, dueAt: now + wait, failure, history, suspectFailures });
  deps.metrics.add(account, 'EventsRetried');
  return 'postponed';
}

function waitAfter({ now, random }: SyncDeps, attempts: number, error: unknown): number {
  if (error instanceof BusyError) return BUSY_MS;
  if (error instanceof CircuitOpenError) return Math.max(0, error.until - now()) + random() * SPREAD_MS;
  return retryDelay(attempts, random(), retryAfter(error));
}

function mustBeParked({ suspectFailures, receivedAt }: FailedRun, error: unknown, now: number): boolean {
  if (isSuspect(error)) return suspectFailures >= MAX_SUSPECT_FAILURES;
  if (isCrmError(error) && !error.retryable) return true;
  return now - receivedAt > GIVE_UP_AFTER_MS;
}

/** Whether it passes by itself cannot be told from the error alone. */
function isSuspect(error: unknown): boolean {
  if (isCrmError(error)) return !error.retryable && error.mayPass;
  // What the table refuses for what it is, it refuses again.
  if (error instanceof StoreError) return !error.retryable;
  return !isWaiting(error);
}

function isWaiting(error: unknown): boolean {
  return error instanceof BusyError || error instanceof CircuitOpenError;
}

function retryAfter(error: unknown): number | undefined {
  return isCrmError(error) && error.retryable ? error.retryAfterMs : undefined;
}

/** The CRM's words for the list of parked events, without what it quotes of the event. Errors of our own tell their kind only: a message may quote a value. */
function describe(error: unknown, personal: readonly string[] = []): Failure {
  const masked = createMask(personal);
  if (isCrmError(error)) {
    const { code, correlationId } = error.details;
    const remedy = error.retryable ? undefined : error.remedy;
    return { message: masked(error.message), code, correlationId, remedy };
  }
  // The key of a caller's row holds their number.
  if (error instanceof StoreError) return { message: masked(error.message) };
  if (isWaiting(error)) return { message: (error as Error).message };
  const name = error instanceof Error ? error.name : 'unknown error';
  return { message: `jivochat-crm itself failed on this event (${name})`, remedy: OUR_REMEDY };
}
