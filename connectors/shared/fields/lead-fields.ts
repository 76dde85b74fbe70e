import type { CallContext, LeadDraft, Memory } from '../../connector';
import type { LeadChanges } from '../../../leads/merge';
import type { CrmRecord, LeadFieldName, LeadFields } from '../../../leads/record';
import { textsOf, withoutBlanks } from '../json';

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
  return withoutBlanks(Object.fromEntries([...places].map(([field, name]) => [name, leadFields[field]])));
}

/** The names under which a CRM keeps a person, where each thing has a field of its own. */
export interface PersonFields {
  first: string;
  last: string;
  email: string;
  /** The main one first. */
  phones: readonly string[];
  company?: string;
  owner: string;
}

/** The changes under these names, in the fields that are free. */
export function placedInFree(
  { fields }: Pick<CrmRecord, 'fields'>,
  { name, correctedEmail, emails, phones, company, ownerId, leadFields }: LeadChanges,
  names: PersonFields,
  places: LeadFieldPlaces,
): Record<string, string> {
  const free = names.phones.filter((phone) => !fields[phone]);
  return withoutBlanks({
    [names.first]: name?.first,
    [names.last]: name?.last,
    [names.email]: correctedEmail ?? (fields[names.email] ? undefined : emails[0]),
    ...Object.fromEntries(free.map((phone, at) => [phone, phones[at]])),
    ...(names.company && { [names.company]: company }),
    [names.owner]: ownerId,
    ...placed(leadFields, places),
  });
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

/** Names of fields that the CRM keeps from us or does not have, as refusals told; for an hour they are not asked for again. @param list of which fields. */
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
  call.log.warn(`${crm} keeps these fields from us; going on without them`, { list, fields: fresh, remedy });
  await memory.put(list, [...known, ...fresh].slice(-MOST), TTL_MS);
}
