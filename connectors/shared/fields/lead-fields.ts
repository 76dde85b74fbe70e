import type { CallContext, LeadDraft, Memory } from '../../connector';
import type { LeadChanges } from '../../../leads/merge';
import type { CrmRecord, LeadFieldName, LeadFields } from '../../../leads/record';
import { textsOf } from '../json';

/** The fields of a CRM that hold our lead fields, by their names in a write. */
export type LeadFieldPlaces = ReadonlyMap<LeadFieldName, string>;

/** What a new record is to hold, as changes to one that holds nothing. */
export function changesOf({ lead, leadFields, ownerId, mapped }: LeadDraft): LeadChanges {
  const { name, email, phone, company } = lead;
  return {
    name,
    emails: email ? [email] : [],
    phones: phone ? [phone.e164 ?? phone.raw] : [],
    company,
    ownerId,
    leadFields,
    mapped,
  };
}

/** Our lead fields as they are written; those without a place are left out. */
export function placed(leadFields: LeadFields, places: LeadFieldPlaces): Record<string, string> {
  const pairs = [...places].map(([leadField, name]) => [name, leadFields[leadField]] as const);
  return Object.fromEntries(pairs.filter((pair): pair is [string, string] => Boolean(pair[1])));
}

/** What a record holds of them. @param stored what a field holds. */
export function leadFieldsIn(
  places: LeadFieldPlaces,
  stored: (name: string) => string | undefined,
): Pick<CrmRecord, 'leadFields' | 'placeableFields'> {
  const held = [...places].map(([leadField, name]) => [leadField, stored(name)] as const);
  return {
    leadFields: Object.fromEntries(held.filter(([, value]) => Boolean(value))),
    placeableFields: new Set(places.keys()),
  };
}

/** An administrator may make or show a field any time. */
const TTL_MS = 3_600_000;
/** More are a mistake. */
const MOST = 100;

/** Names of fields that there are not for us, as refusals told; for an hour they are not asked for again. @param list of which fields. */
export async function absentNames(memory: Memory, list: string): Promise<ReadonlySet<string>> {
  return new Set(textsOf(await memory.get(list)));
}

/** @param told what an administrator is told, once, of the names that are new. */
export async function rememberAbsent(
  { memory, call }: { memory: Memory; call: Pick<CallContext, 'log'> },
  list: string,
  names: readonly string[],
  told: { crm: string; remedy: string },
): Promise<void> {
  const known = await absentNames(memory, list);
  const fresh = names.filter((name) => !known.has(name));
  if (fresh.length === 0) return;
  const { crm, remedy } = told;
  call.log.warn(`${crm} has no such fields for us; going on without them`, { list, fields: fresh, remedy });
  await memory.put(list, [...known, ...fresh].slice(-MOST), TTL_MS);
}
