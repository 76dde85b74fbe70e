import type { CallContext, Memory } from '../../connector';
import { ifAllowed, type Spared } from '../if-allowed';

const NAME = 'deal-stages';
const WANTED = 'deal-stages-wanted';
/** An administrator changes stages now and then. */
const TTL_MS = 24 * 3_600_000;
/** Whoever asks for the card's deals goes on doing so. */
const WANTED_TTL_MS = 30 * 24 * 3_600_000;
/** A permission is not granted by the minute. */
const REFUSED_TTL_MS = 3_600_000;

/** More deals nobody reads beside a chat; the others are counted. */
export const MOST_DEALS = 4;

/** What people call the stages, by id. While nobody knows, the worker is told to ask: no reply waits for it. */
export async function knownStages(memory: Memory): Promise<ReadonlyMap<string, string>> {
  const known = await memory.get(NAME);
  if (Array.isArray(known)) return new Map(known as [string, string][]);
  if (!(await memory.get(WANTED))) await memory.put(WANTED, true, WANTED_TTL_MS);
  return new Map();
}

/** Asks for the stages where somebody wanted to know and nobody does. @param ask id and label of each. */
export async function learnStages(
  memory: Memory,
  ask: () => Promise<readonly (readonly [id: string, label: string])[]>,
): Promise<void> {
  if (!(await memory.get(WANTED)) || (await memory.get(NAME))) return;
  // Whoever may not read them may not in a minute either.
  await memory.put(NAME, [], REFUSED_TTL_MS);
  await memory.put(NAME, await ask(), TTL_MS);
}

/** What is answered, or undefined where the CRM does not let us see it. @param what as the memory knows it. */
export function unlessHidden<T>(
  context: { memory: Memory; call: Pick<CallContext, 'log'> },
  what: 'open-deals' | 'last-activity',
  refusal: Spared<T>['refusal'],
  work: () => Promise<T>,
): Promise<T | undefined> {
  const lasting = (error: unknown) => refusal(error) && { isLasting: true };
  return ifAllowed(context, { name: `${what}-refused`, refusal: lasting, work });
}
