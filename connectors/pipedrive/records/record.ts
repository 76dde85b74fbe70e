import { personName, type Lead } from '../../../leads/lead';
import type { LeadChanges } from '../../../leads/merge';
import type { LeadDraft } from '../../connector';
import { LEAD_FIELDS, type CrmRecord, type LeadFieldName, type LeadFields } from '../../../leads/record';
import { shorten } from '../../../text/plain-text';
import { objectOf } from '../../shared/json';
import { idOf, isObject, objectsOf, textOf, type Json } from '../api/json';
import type { PipedriveSettings } from '../definition';
import { customField, type Fields } from './custom-fields';

export const PERSON = 'person';
/** What is longer is refused; where Pipedrive draws the line is not documented. */
export const MAX_TEXT = 255;
/** Under this name a record that was read keeps what a PATCH must send again: all addresses, with labels. */
const LISTS = ' lists';

/** A person as v2 answers it, in our rules' terms. @param absent keys of ours the company has no field for. */
export function toRecord(
  person: Json,
  { leadFields }: PipedriveSettings,
  absent: ReadonlySet<string>,
): CrmRecord {
  const custom = objectOf(person.custom_fields);
  const [emails, phones] = [valuesOf(person.emails), valuesOf(person.phones)];
  const [name, organization] = [textOf(person.name), idOf(person.org_id)];
  const places = [...leadFields].filter(([, key]) => !absent.has(key));
  const stored = places.map(([field, key]) => [field, custom[key]] as const);
  return {
    ref: { type: PERSON, id: idOf(person.id)! },
    name: { first: textOf(person.first_name) ?? name, last: textOf(person.last_name) },
    emails,
    phones,
    company: organization ?? '',
    ownerId: idOf(person.owner_id),
    open: true,
    madeAt: Date.parse(textOf(person.add_time) ?? '') || undefined,
    activeAt: Date.parse(textOf(person.update_time) ?? '') || 0,
    leadFields: Object.fromEntries(stored.filter(([, value]) => textOf(value) !== undefined)),
    placeableFields: new Set(places.map(([field]) => field)),
    fields: {
      ...shownFields({ ...person, ...custom }),
      ...mainFields(name, emails, phones),
      ...(organization && { org_id: organization }),
      [LISTS]: JSON.stringify({ emails: objectsOf(person.emails), phones: objectsOf(person.phones) }),
    },
  };
}

/** A hit of the search: it tells neither custom fields nor when the person was last changed. */
export function hitToRecord(hit: Json, settings: PipedriveSettings): CrmRecord {
  const listed = (values: unknown) =>
    Array.isArray(values) ? values.map((value: unknown) => ({ value })) : [];
  const { first: first_name, last: last_name } = personName(textOf(hit.name)) ?? {};
  const [organization, owner] = [objectOf(hit.organization), objectOf(hit.owner)];
  const [emails, phones] = [listed(hit.emails), listed(hit.phones)];
  const ids = { id: hit.id, org_id: organization.id, owner_id: owner.id };
  const person = { ...ids, name: hit.name, first_name, last_name, emails, phones };
  const record = toRecord(person, settings, new Set());
  const { [LISTS]: _lists, ...fields } = record.fields;
  return {
    ...record,
    // Known to be missing only where none is configured; what is stored must be read before it is written.
    placeableFields: settings.leadFields.size === 0 ? new Set<LeadFieldName>() : undefined,
    shown: { company: textOf(organization.name) },
    fields: { ...fields, ...shownFields({ organization: organization.name }) },
  };
}

/** Whether all of the person was read, not what the search tells. */
export function isWhole({ fields }: CrmRecord): boolean {
  return fields[LISTS] !== undefined;
}

/** Pipedrive wants a name: the title stands in for a visitor who gave none. */
export function nameOf({ name, title }: Lead): string {
  return shorten(name?.full ?? title, MAX_TEXT);
}

/** The fields of a new person. @param absent keys of ours the company has no field for. */
export function newPerson(
  { lead, leadFields, ownerId }: LeadDraft,
  settings: PipedriveSettings,
  absent: ReadonlySet<string>,
): Fields {
  const phone = lead.phone && (lead.phone.e164 ?? lead.phone.raw);
  return {
    name: nameOf(lead),
    ...(lead.email && { emails: [{ value: lead.email, primary: true, label: 'work' }] }),
    ...(phone && { phones: [{ value: phone, primary: true, label: 'work' }] }),
    ...(ownerId && { owner_id: Number(ownerId) }),
    ...leadFieldValues(leadFields, settings, absent),
  };
}

/** The changes as a PATCH: lists are replaced as a whole. @param record whole. */
export function changedFields(record: CrmRecord, changes: LeadChanges, settings: PipedriveSettings): Fields {
  const { emails, phones } = JSON.parse(record.fields[LISTS]!) as Record<'emails' | 'phones', Json[]>;
  const mainAt = Math.max(
    0,
    emails.findIndex(({ primary }) => primary === true),
  );
  const { correctedEmail, ownerId } = changes;
  const corrected = correctedEmail
    ? emails.map((email, at) => (at === mainAt ? { ...email, value: correctedEmail } : email))
    : emails;
  return {
    ...(changes.name && { name: shorten(changes.name.full, MAX_TEXT) }),
    ...((correctedEmail || changes.emails.length > 0) && { emails: withMore(corrected, changes.emails) }),
    ...(changes.phones.length > 0 && { phones: withMore(phones, changes.phones) }),
    ...(ownerId && { owner_id: Number(ownerId) }),
    ...leadFieldValues(writable(record, changes.leadFields), settings),
  };
}

function withMore(list: readonly Json[], values: readonly string[]): Json[] {
  const more = values.map((value, at) => ({ value, primary: list.length + at === 0, label: 'work' }));
  return [...list, ...more];
}

/** Asked for before the record was whole: what came first stays. */
function writable({ leadFields: stored, placeableFields }: CrmRecord, wanted: LeadFields): LeadFields {
  const entries = Object.entries(wanted) as [LeadFieldName, string][];
  const free = ([field]: [LeadFieldName, string]) => !stored[field] || LEAD_FIELDS[field] !== 'first';
  return Object.fromEntries(entries.filter(([field]) => placeableFields?.has(field)).filter(free));
}

function leadFieldValues(
  leadFields: LeadFields,
  { leadFields: places }: PipedriveSettings,
  absent?: ReadonlySet<string>,
): Fields {
  const placed = Object.entries(leadFields).flatMap(([field, value]) => {
    const key = places.get(field as LeadFieldName);
    return key && !absent?.has(key) ? [[customField(key), value] as const] : [];
  });
  return Object.fromEntries(placed);
}

/** The main one first, whatever the order of the list. */
function valuesOf(list: unknown): string[] {
  const sorted = objectsOf(list).toSorted((a, b) => Number(b.primary === true) - Number(a.primary === true));
  return sorted.flatMap(({ value }) => textOf(value) ?? []);
}

function mainFields(name: string | undefined, [email]: string[], [phone]: string[]): Record<string, string> {
  return shownFields({ name, email, phone });
}

/** Values as an agent can read them: of an option its label (`include_option_labels`), of an amount or a time its value. */
export function shownFields(values: Json): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const text = shownText(value);
      return text ? [[name, text]] : [];
    }),
  );
}

function shownText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map(shownText).filter(Boolean).join(', ');
  if (!isObject(value)) return '';
  const { label, value: inner, currency } = value;
  return [shownText(inner ?? label), shownText(currency)].filter(Boolean).join(' ');
}
