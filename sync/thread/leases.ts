import type { Acquired } from '../../store/links';
import type { SyncDeps } from '../context';
import { shortKey } from '../event-key';

/** A lease outlives the slowest event by far, and a crash delays the next one by no more. Milliseconds. */
export const LEASE_MS = 30_000;

const FIRST_PAUSE_MS = 20;
const MAX_PAUSE_MS = 250;

interface Holder {
  deps: Pick<SyncDeps, 'store' | 'now' | 'sleep' | 'random'>;
  owner: string;
}

/** Holds all rows or none, at once. */
export function tryRows({ deps, owner }: Holder, keys: readonly string[]): Promise<Acquired> {
  return deps.store.links.acquire({ keys, owner, now: deps.now(), leaseMs: LEASE_MS });
}

/** Goes on trying with growing, jittered pauses until `waitUntil`, epoch milliseconds. */
export async function holdRows(
  run: Holder & { waitUntil: number },
  keys: readonly string[],
): Promise<Acquired> {
  const { deps, waitUntil } = run;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(MAX_PAUSE_MS, pause * 2)) {
    const acquired = await tryRows(run, keys);
    const wait = pause * (0.5 + deps.random());
    if (acquired.ok || deps.now() + wait >= waitUntil) return acquired;
    await deps.sleep(wait);
  }
}

/** The holder of a lease; their name tells which event they work on, should they vanish. */
export function holderName(eventKey: string, id: string): string {
  return `${shortKey(eventKey)}.${id}`;
}

/** The short key of the event that the holder of a lease works on, or worked on. */
export function eventOfHolder(holder: string): string {
  return holder.split('.', 1)[0]!;
}

/** In an event's place: the worker that writes what a chat's events have left. */
export const LEAD_FIELDS_HOLDER = 'lead-fields';
