import type { Memory } from '../../connector';
import type { LeadFieldName, LeadFields } from '../../../leads/record';
import { LEAD_FIELD_PROPERTIES } from './fields';

const NAME = 'properties';
/** A day: `setup` writes the new list itself, and every contact that is read corrects it. */
const TTL_MS = 24 * 3_600_000;

/** Which of our properties the account has; undefined until a contact has been read. */
export async function knownLeadFields(memory: Memory): Promise<ReadonlySet<LeadFieldName> | undefined> {
  const names = await memory.get(NAME);
  return Array.isArray(names) ? new Set(names.filter(isLeadFieldName)) : undefined;
}

export async function rememberLeadFields(
  memory: Memory,
  leadFields: ReadonlySet<LeadFieldName>,
): Promise<void> {
  const known = await knownLeadFields(memory);
  if (known && known.size === leadFields.size && [...leadFields].every((leadField) => known.has(leadField)))
    return;
  await memory.put(NAME, [...leadFields], TTL_MS);
}

export async function forgetLeadFields(memory: Memory, missing: readonly LeadFieldName[]): Promise<void> {
  const known = await knownLeadFields(memory);
  if (missing.length === 0 || !known) return;
  await memory.put(
    NAME,
    [...known].filter((leadField) => !missing.includes(leadField)),
    TTL_MS,
  );
}

/**
 * The lead fields there is a property for. While nothing is known none is sent: a refused create would cost the waiting agent
 * a request, and the lead fields are written with the next event that reads the contact.
 */
export async function placeableLeadFields(memory: Memory, leadFields: LeadFields): Promise<LeadFields> {
  const known = await knownLeadFields(memory);
  return Object.fromEntries(
    Object.entries(leadFields).filter(([leadField]) => known?.has(leadField as LeadFieldName)),
  );
}

function isLeadFieldName(name: unknown): name is LeadFieldName {
  return typeof name === 'string' && Object.hasOwn(LEAD_FIELD_PROPERTIES, name);
}
