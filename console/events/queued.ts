import type { DueEvent, Queues } from '../../store/inbox/queues';

/** An event that is not done, and whose it is. */
export interface QueuedEvent extends DueEvent {
  account: string;
}

const PAGE = 100;

/**
 * An account's events that wait for the worker, now or later, or for a person; longest due first.
 * @param most the last page is whole, all the same.
 * @throws StoreError when the table does not answer.
 */
export async function queued(
  queues: Queues,
  queue: 'due' | 'parked',
  account: string,
  most = Infinity,
): Promise<QueuedEvent[]> {
  const events: QueuedEvent[] = [];
  let isLast = false;
  while (!isLast && events.length < most) {
    const page = { account, limit: PAGE, after: events.at(-1), now: Number.MAX_SAFE_INTEGER };
    const found = await queues[queue](page);
    events.push(...found.map((event) => ({ ...event, account })));
    isLast = found.length < PAGE;
  }
  return events;
}
