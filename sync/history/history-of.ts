import { isCrmError } from '../../connectors/errors';
import type { RequestTold } from '../../connectors/shared/http/limits';
import { shorten } from '../../text/plain-text';
import type { History, HistoryAttempt, HistoryRequest } from '../../store/history/shape';
import { StoreError } from '../../store/errors';
import type { AcceptedEvent, ClaimedRun } from '../event-run';

/** What a history is made of: as much of a run as there is. */
export interface Travelled
  extends
    Pick<ClaimedRun, 'before' | 'receivedAt' | 'begunAt' | 'live'>,
    Partial<Pick<AcceptedEvent, 'event' | 'why'>> {
  pace?: { readonly requests: readonly RequestTold[] };
}

/** More attempts than these are told by the first and the last of them. */
const MOST_ATTEMPTS = 12;
/** No event needs as many; a CRM that lets us ask again and again does not fill the row. */
const MOST_REQUESTS = 20;
const MOST_CHARACTERS = 60;
const MOST_IDS = 10;

/**
 * What stays of an event's way for a person who asks later: what came, what was decided and why, what was written, how long it
 * took. Pure.
 * @param now epoch milliseconds.
 */
export function historyOf(travelled: Travelled, now: number): History {
  const { event, why = {}, pace, before, receivedAt, live } = travelled;
  const { record } = why;
  return withoutBlanks({
    event: event?.name ?? before?.event ?? 'unread',
    channel: event?.widgetId ?? before?.channel,
    chat: event?.chatId ?? before?.chat,
    ...why,
    record: record && { type: record.type, id: record.id },
    others: why.others?.slice(0, MOST_IDS),
    rules: why.rules?.slice(0, MOST_IDS),
    requests: [...(before?.requests ?? []), ...(pace?.requests ?? []).map(toldShortly)].slice(-MOST_REQUESTS),
    attempts: before?.attempts,
    answeredIn: live ? now - receivedAt : before?.answeredIn,
  });
}

function toldShortly({ operation, status, ms }: RequestTold): HistoryRequest {
  return { operation: shorten(operation, MOST_CHARACTERS), status, ms: Math.round(ms) };
}

/** The same after an attempt that failed. */
export function historyOfFailure(travelled: Travelled, error: unknown, now: number): History {
  const attempt = { at: now, ms: Math.max(0, now - travelled.begunAt), reason: reasonOf(error) };
  const attempts = bounded([...(travelled.before?.attempts ?? []), attempt]);
  return { ...historyOf(travelled, now), attempts };
}

/** Neither a CRM's words nor an error's: they may quote a value. */
export function reasonOf(error: unknown): string {
  if (isCrmError(error)) {
    const { code, status } = error.details;
    const told = code ?? (status === undefined ? 'no answer' : `HTTP ${status}`);
    return shorten(told, MOST_CHARACTERS);
  }
  if (error instanceof StoreError) return `table: ${error.operation}`;
  return error instanceof Error ? error.name : 'unknown';
}

function bounded(attempts: readonly HistoryAttempt[]): HistoryAttempt[] {
  if (attempts.length <= MOST_ATTEMPTS) return [...attempts];
  return [attempts[0]!, ...attempts.slice(1 - MOST_ATTEMPTS)];
}

function withoutBlanks<T extends object>(history: T): T {
  return Object.fromEntries(
    Object.entries(history).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  ) as T;
}
