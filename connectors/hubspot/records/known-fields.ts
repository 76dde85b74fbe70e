import { isDeepStrictEqual } from 'node:util';
import type { Memory } from '../../connector';
import type { LeadFieldPlaces } from '../../shared/fields/lead-fields';
import { PLACES } from './fields';

const NAME = 'properties';
/** A day: `setup` writes the new list itself, and every contact that is read corrects it. */
const TTL_MS = 24 * 3_600_000;

/**
 * Our properties that the account has; undefined until a contact has been read. Till then no lead field is sent: a refused
 * create would cost the waiting agent a request, and they are written with the next event that reads the contact.
 */
export async function knownPlaces(memory: Memory): Promise<LeadFieldPlaces | undefined> {
  const names = await memory.get(NAME);
  return Array.isArray(names) ? new Map([...PLACES].filter(([name]) => names.includes(name))) : undefined;
}

export async function rememberPlaces(memory: Memory, places: LeadFieldPlaces): Promise<void> {
  if (isDeepStrictEqual(await knownPlaces(memory), places)) return;
  await memory.put(NAME, [...places.keys()], TTL_MS);
}

/** @param missing properties that a write found out not to be there. */
export async function forgetPlaces(memory: Memory, missing: readonly string[]): Promise<void> {
  const known = await knownPlaces(memory);
  if (missing.length === 0 || !known) return;
  await rememberPlaces(memory, new Map([...known].filter(([, property]) => !missing.includes(property))));
}
