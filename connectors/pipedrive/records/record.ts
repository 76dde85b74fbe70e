import { personName, type Lead } from '../../../leads/lead';
import { mergeLeadFields, type LeadChanges } from '../../../leads/merge';
import type { LeadDraft } from '../../connector';
import type { CrmRecord } from '../../../leads/record';
import { shorten } from '../../../text/plain-text';
import { changesOf, leadFieldsIn, placed, type LeadFieldPlaces } from '../../shared/fields/lead-fields';
import { withoutBlanks } from '../../shared/json';
import { idOf, isObject, numbers, objectOf, objectsOf, textOf, type Json } from '../api/json';
import type { PipedriveSettings } from '../definition';
import type { Fields } from './fields';

export const PERSON = 'person';
/** What is longer is refused; where Pipedrive draws the line is not documented. */
export const MAX_TEXT = 255;
/** Under this name a record that was read keeps what a PATCH must send again: all addresses, with labels. */
const LISTS = ' lists';

/** A person as v2 answers it, in our rules' terms. */
export function toRecord(person: Json, places: LeadFieldPlaces): CrmRecord {
  const custom = objectOf(person.custom_fields);
  const [emails, phones] = [valuesOf(person.emails), valuesOf(person.phones)];
  const [name, organization] = [textOf(person.name), idOf(person.org_id)];
  const main = { name, email: emails[0], phone: phones[0], org_id: organization };
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
    ...leadFieldsIn(places, (key) => textOf(custom[key])),
    fields: {
      ...shownFields({ ...person, ...custom, ...main }),
      [LISTS]: JSON.stringify({ emails: objectsOf(person.emails), phones: objectsOf(person.phones) }),
    },
  };
}

/** A hit of the search: it tells neither custom fields nor when the person was last changed. */
export function hitToRecord(hit: Json, { leadFields }: PipedriveSettings): CrmRecord {
  const { first: first_name, last: last_name } = personName(textOf(hit.name)) ?? {};
  const { id: org_id, name: organization } = objectOf(hit.organization);
  const person = { ...hit, first_name, last_name, org_id, organization, owner_id: objectOf(hit.owner).id };
  const { fields, placeableFields, ...record } = toRecord(person, new Map());
  const { [LISTS]: _lists, ...told } = fields;
  return {
    ...record,
    // Known to be missing only where none is configured; what is stored must be read before it is written.
    placeableFields: leadFields.size === 0 ? placeableFields : undefined,
    shown: { company: textOf(organization) },
    fields: told,
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

/** The fields of a new person. */
export function newPerson(draft: LeadDraft, places: LeadFieldPlaces): Fields {
  return { ...changedFields(toRecord({}, places), changesOf(draft), places), name: nameOf(draft.lead) };
}

/** The changes as a PATCH: lists are replaced as a whole. @param record whole. */
export function changedFields(record: CrmRecord, changes: LeadChanges, places: LeadFieldPlaces): Fields {
  const { emails, phones } = JSON.parse(record.fields[LISTS]!) as Record<'emails' | 'phones', Json[]>;
  const { name, correctedEmail, ownerId } = changes;
  const main = emails.find(({ primary }) => primary === true) ?? emails[0];
  const corrected = emails.map((one) =>
    correctedEmail && one === main ? { ...one, value: correctedEmail } : one,
  );
  return {
    ...(name && { name: shorten(name.full, MAX_TEXT) }),
    ...((correctedEmail || changes.emails.length > 0) && { emails: withMore(corrected, changes.emails) }),
    ...(changes.phones.length > 0 && { phones: withMore(phones, changes.phones) }),
    ...numbers({ owner_id: ownerId }),
    // They were asked for before the record was whole.
    ...placed(mergeLeadFields(changes.leadFields, record), places),
  };
}

function withMore(list: readonly Json[], values: readonly string[]): Json[] {
  const more = values.map((value, at) => ({ value, primary: list.length + at === 0, label: 'work' }));
  return [...list, ...more];
}

/** The main one first, whatever the order of the list; of a hit they are texts. */
function valuesOf(list: unknown): string[] {
  const all = Array.isArray(list) ? list.map((one: unknown) => (isObject(one) ? one : { value: one })) : [];
  const sorted = all.toSorted((a, b) => Number(b.primary === true) - Number(a.primary === true));
  return sorted.flatMap(({ value }) => textOf(value) ?? []);
}

/** Values as an agent can read them: of an option its label (`include_option_labels`), of an amount or a time its value. */
export function shownFields(values: Json): Record<string, string> {
  const texts = Object.entries(values).map(([name, value]) => [name, shownText(value)] as const);
  return withoutBlanks(Object.fromEntries(texts));
}

function shownText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map(shownText).filter(Boolean).join(', ');
  if (!isObject(value)) return '';
  const { label, value: inner, currency } = value;
  return [shownText(inner ?? label), shownText(currency)].filter(Boolean).join(' ');
}
