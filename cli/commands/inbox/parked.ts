import type { ParkedEvent } from '../../../console/events/causes';
import type { DueEvent, Queues } from '../../../store/inbox/queues';
import { UsageError } from '../../errors';
import { allOf } from '../../pages';

export type { ParkedEvent };

const PAGE = 100;
const SHORT_KEY = 12;

/** Every parked event of these CRMs, oldest first within each. @throws StoreError when the table does not answer. */
export async function allParked(queues: Queues, connectors: readonly string[]): Promise<ParkedEvent[]> {
  const ofAccount = async (account: string) => {
    const events = await allOf<DueEvent>(PAGE, (after) => queues.parked({ account, limit: PAGE, after }));
    return events.map((event) => ({ ...event, account }));
  };
  return (await Promise.all(connectors.map(ofAccount))).flat();
}

/** The one parked event whose key begins so. @throws UsageError when none does, or several do. */
export function findParked(parked: readonly ParkedEvent[], key: string): ParkedEvent {
  const matches = parked.filter((event) => event.key.startsWith(key));
  if (matches.length === 1) return matches[0]!;
  throw new UsageError(
    `inbox: ${matches.length === 0 ? 'no parked event has' : 'several parked events have'} a key beginning with ${key}`,
  );
}

/** Enough of a key to tell it from the others, and to type. */
export function typed(key: string): string {
  return key.slice(0, SHORT_KEY);
}
