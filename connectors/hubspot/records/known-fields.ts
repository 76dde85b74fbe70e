import type { Memory } from '../../connector';
import type { FactName, Facts } from '../../../leads/record';
import { FACT_PROPERTIES } from './fields';

const NAME = 'properties';
/** A day: `setup` writes the new list itself, and every contact that is read corrects it. */
const TTL_MS = 24 * 3_600_000;

/** Which of our properties the account has; undefined until a contact has been read. */
export async function knownFacts(memory: Memory): Promise<ReadonlySet<FactName> | undefined> {
  const names = await memory.get(NAME);
  return Array.isArray(names) ? new Set(names.filter(isFactName)) : undefined;
}

export async function rememberFacts(memory: Memory, facts: ReadonlySet<FactName>): Promise<void> {
  const known = await knownFacts(memory);
  if (known && known.size === facts.size && [...facts].every((fact) => known.has(fact))) return;
  await memory.put(NAME, [...facts], TTL_MS);
}

export async function forgetFacts(memory: Memory, missing: readonly FactName[]): Promise<void> {
  const known = await knownFacts(memory);
  if (missing.length === 0 || !known) return;
  await memory.put(
    NAME,
    [...known].filter((fact) => !missing.includes(fact)),
    TTL_MS,
  );
}

/**
 * The facts there is a property for. While nothing is known none is sent: a refused create would cost the waiting agent
 * a request, and the facts are written with the next event that reads the contact.
 */
export async function placeableFacts(memory: Memory, facts: Facts): Promise<Facts> {
  const known = await knownFacts(memory);
  return Object.fromEntries(Object.entries(facts).filter(([fact]) => known?.has(fact as FactName)));
}

function isFactName(name: unknown): name is FactName {
  return typeof name === 'string' && Object.hasOwn(FACT_PROPERTIES, name);
}
