import { queued, type QueuedEvent } from '../../../console/events/queued';
import type { Queues } from '../../../store/inbox/queues';
import { UsageError } from '../../errors';

/** Every parked event of these accounts, oldest first within each. @throws StoreError when the table does not answer. */
export async function allParked(queues: Queues, accounts: readonly string[]): Promise<QueuedEvent[]> {
  return (await Promise.all(accounts.map((account) => queued(queues, 'parked', account)))).flat();
}

/** The one parked event whose key begins so. @throws UsageError when none does, or several do. */
export function findParked(parked: readonly QueuedEvent[], key: string): QueuedEvent {
  const matches = parked.filter((event) => event.key.startsWith(key));
  if (matches.length === 1) return matches[0]!;
  throw new UsageError(
    `inbox: ${matches.length === 0 ? 'no parked event has' : 'several parked events have'} a key beginning with ${key}`,
  );
}
