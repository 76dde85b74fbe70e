import type { QueuedEvent } from './queued';

/** Events that the same mending would help. */
export interface Cause {
  account: string;
  message: string;
  code?: string;
  remedy?: string;
  /** Oldest first. */
  events: QueuedEvent[];
}

const NO_REASON = 'no reason was written down';
/** What comes later in a CRM's words is detail. */
const MAX_COMPARED = 500;

/** Groups by what the CRM said, whichever record or value it said it of; the largest group first. */
export function causesOf(parked: readonly QueuedEvent[]): Cause[] {
  const groups = Map.groupBy(parked, ({ account, failure }) =>
    JSON.stringify([account, failure?.code, failure?.remedy, sameWords(failure?.message ?? NO_REASON)]),
  );
  return [...groups.values()]
    .map((events): Cause => {
      const [{ account, failure }] = events as [QueuedEvent, ...QueuedEvent[]];
      const { message = NO_REASON, code, remedy } = failure ?? {};
      return { account, message, code, remedy, events };
    })
    .toSorted((a, b) => b.events.length - a.events.length);
}

/** Ids and numbers stand for the one record at hand; an HTTP status does not. */
function sameWords(message: string): string {
  return message.slice(0, MAX_COMPARED).replace(/[A-Za-z0-9]{4,}/g, (word) => (isId(word) ? '#' : word));
}

/** Only numbers and what mixes letters with figures: the ids of the CRMs (15 or 18 letters and figures in one of them). */
function isId(word: string): boolean {
  return /^\d+$/.test(word) || (word.length >= 8 && /\d/.test(word) && /[A-Za-z]/.test(word));
}
