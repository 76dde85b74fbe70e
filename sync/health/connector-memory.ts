import type { Log, Memory } from '../../connectors/connector';
import type { Store } from '../../store/store';

/** How long a Lambda instance trusts what it holds before it looks at the table again. */
const FRESH_MS = 5 * 60_000;
/** Another instance may learn it any moment. */
const ABSENT_MS = 10_000;

interface AccountMemory extends Memory {
  /** What was learned with another credential may be another account's: it is learned anew. */
  bindTo(credential: string): void;
}

interface Held {
  value: unknown;
  until: number;
}

/**
 * A connector's memory: in this instance first, then in the table, so that a cold start does not ask the CRM again.
 * It is only a cache: when the table fails, the connector asks the CRM.
 */
export function connectorMemory(store: Store, account: string, now: () => number, log: Log): AccountMemory {
  const held = new Map<string, Held>();
  let rows = account;
  const rowName = (name: string) => `${rows}#${name}`;
  return {
    bindTo(credential) {
      rows = `${account}#${credential}`;
    },
    async get(name) {
      const fresh = held.get(name);
      if (fresh && fresh.until > now()) return fresh.value;
      try {
        const value = await store.memory.get(rowName(name), now());
        held.set(name, { value, until: now() + (value === undefined ? ABSENT_MS : FRESH_MS) });
        return value;
      } catch (error) {
        log.warn('The memory cannot be read; asking the CRM instead', { name, error });
        return undefined;
      }
    },
    async put(name, value, ttlMs) {
      held.set(name, { value, until: now() + Math.min(ttlMs, FRESH_MS) });
      try {
        await store.memory.put(rowName(name), value, { ttlMs, now: now() });
      } catch (error) {
        log.warn('The memory cannot be written', { name, error });
      }
    },
  };
}
