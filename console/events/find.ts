import type { EventSeen } from '../../store/history/histories';
import type { Store } from '../../store/store';
import { FilterError } from './filters';
import { pendingEvents } from './pending';
import { shortKey } from './words';

const WHOLE = /^[0-9a-f]{64}$/;
const BEGINNING = /^[0-9a-f]{4,64}$/;

/**
 * The event whose key begins so.
 * @returns undefined when there is none. @throws FilterError when several have it; StoreError.
 */
export async function findEvent(
  store: Pick<Store, 'histories' | 'links' | 'queues'>,
  accounts: readonly string[],
  key: string,
  now: number,
): Promise<EventSeen | undefined> {
  if (WHOLE.test(key)) return store.histories.get(key);
  if (!BEGINNING.test(key)) return undefined;
  const pending = await pendingEvents(store, accounts, {}, undefined, now);
  const found = [
    ...pending.filter((event) => event.key.startsWith(key)),
    ...(await store.histories.done({ key, limit: 2 })),
  ];
  if (found.length <= 1) return found[0];
  const keys = found.map((event) => shortKey(event.key)).join(', ');
  throw new FilterError(`several events have a key that begins with ${key}: ${keys}`);
}
