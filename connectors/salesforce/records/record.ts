import { shorten } from '../../../text/plain-text';
import type { Lead } from '../../../leads/lead';
import type { Refusal } from '../../../leads/conversation/remarks';
import { isPlaceholderName, type LeadChanges } from '../../../leads/merge';
import type { CrmRecord } from '../../../leads/record';
import type { LeadDraft } from '../../connector';
import { changesOf, leadFieldsIn, placedInFree } from '../../shared/fields/lead-fields';
import type { FieldValue, Fields, Row } from '../api/client';
import type { Words } from '../../../text/languages/words';
import { descriptionOf } from './description';
import { LENGTHS, PHONE_FIELDS, key, type PersonShape } from './fields';
import type { RequiredDefaults, SalesforceSettings } from '../definition';

const NAMES = { first: 'FirstName', last: 'LastName', email: 'Email', owner: 'OwnerId' } as const;

/** A Lead or Contact in our rules' terms. */
export function toRecord(row: Row, { type, settings, absent, places }: PersonShape): CrmRecord {
  const fields = flatten(row);
  const stored = new Map(Object.entries(fields).map(([name, value]) => [key(name), value]));
  const company = type === 'Lead' ? companyOf(fields, settings, absent) : undefined;
  return {
    ref: { type, id: String(row.Id) },
    name: nameOf(fields, settings),
    emails: fields.Email ? [fields.Email] : [],
    phones: PHONE_FIELDS[type].flatMap((field) => fields[field] ?? []),
    company,
    ownerId: fields.OwnerId,
    open: type === 'Contact' || !settings.closedStatuses.has((fields.Status ?? '').toLowerCase()),
    customer: type === 'Contact',
    activeAt: readMoment(fields.LastModifiedDate),
    ...leadFieldsIn(places, (field) => stored.get(key(field))),
    shown: {
      stage: fields.Status,
      company: company || fields['Account.Name'],
      lastActivityAt: readMoment(fields.LastActivityDate) || undefined,
    },
    fields,
  };
}

/**
 * The name as a person would say it. Salesforce demands a last name, so a single word stands there, and the placeholder
 * of the configuration stands for none.
 */
function nameOf(
  { FirstName, LastName }: Record<string, string>,
  settings: SalesforceSettings,
): CrmRecord['name'] {
  const last = LastName === settings.placeholderLastName ? undefined : LastName;
  if (!FirstName && last && (isPlaceholderName(last) || !/\s/.test(last))) return { first: last };
  return { first: FirstName, last: last && FirstName && isPlaceholderName(last) ? undefined : last };
}

/** Salesforce demands a company, so a stand-in is written for none; a real one takes its place. */
function companyOf(
  { Company }: Record<string, string>,
  { placeholderCompany }: SalesforceSettings,
  absent: ReadonlySet<string>,
): string | undefined {
  if (absent.has(key('Company'))) return undefined;
  return Company === undefined || Company === placeholderCompany ? '' : Company;
}

/**
 * The fields of a new lead. Last name and company are always filled: Salesforce makes no lead without them
 * (Salesforce docs: Lead).
 */
export function newLead(draft: LeadDraft, shape: PersonShape, words: Words): Fields {
  const { settings, places } = shape;
  const description = descriptionOf(draft.leadFields, places, words);
  return {
    ...defaultsOf(settings, 'Lead'),
    LastName: placeholderLastName(draft.lead, settings),
    Company: settings.placeholderCompany,
    ...(description && { Description: description }),
    ...ownFields({ fields: {} }, changesOf(draft), PHONE_FIELDS.Lead, shape),
  };
}

/** What the configuration fills where the org demands a value. */
export function defaultsOf({ requiredDefaults }: SalesforceSettings, object: keyof RequiredDefaults): Fields {
  return Object.fromEntries(requiredDefaults[object].map(([field, value]) => [field, typed(value)]));
}

function placeholderLastName(lead: Pick<Lead, 'title'>, { placeholderLastName }: SalesforceSettings): string {
  return placeholderLastName ?? shorten(lead.title, LENGTHS.LastName!);
}

/** What stands for a last name that was refused: it must not hold the name again. */
export function nameless({ title }: Pick<Lead, 'title'>, settings: SalesforceSettings): string {
  const [head = title] = title.split(' - ');
  return placeholderLastName({ title: head }, settings);
}

/** Places the changes in the fields that are free. */
export function changedFields(record: CrmRecord, changes: LeadChanges, shape: PersonShape): Fields {
  const phones = PHONE_FIELDS[shape.type].filter((field) => !shape.absent.has(key(field)));
  return ownFields(record, changes, phones, shape);
}

function ownFields(
  record: Pick<CrmRecord, 'fields'>,
  changes: LeadChanges,
  phones: readonly string[],
  { type, places }: PersonShape,
): Record<string, string> {
  const { name } = changes;
  const names = { ...NAMES, phones, ...(type === 'Lead' && { company: 'Company' }) };
  // A single word is kept as the last name, as Salesforce's own forms do.
  const named = name && !name.last ? { ...changes, name: { full: name.full, last: name.first } } : changes;
  return placedInFree(record, named, names, places);
}

/**
 * Leaves out what we may not write, and shortens what is too long; an address or a number cannot be shortened and is left
 * out. Each is remarked on.
 */
export function fitting(fields: Fields, { absent }: PersonShape): { fields: Fields; remarks: Refusal[] } {
  const remarks: Refusal[] = [];
  const fit = Object.entries(fields).flatMap(([name, value]): [string, FieldValue][] => {
    if (absent.has(key(name)) && name !== 'LastName' && name !== 'Company') {
      if (isContactData(name))
        remarks.push({ kind: 'notOurs', crm: 'Salesforce', field: name, value: String(value) });
      return [];
    }
    const limit = LENGTHS[name];
    if (typeof value !== 'string' || limit === undefined || value.length <= limit) return [[name, value]];
    if (name !== 'Description') remarks.push({ kind: 'tooLong', crm: 'Salesforce', field: name, value });
    return isContactData(name) ? [] : [[name, shorten(value, limit)]];
  });
  return { fields: Object.fromEntries(fit), remarks };
}

/** Half an address leads to somebody else. */
export function isContactData(field: string): boolean {
  return field === 'Email' || field.endsWith('Phone');
}

/** Checkboxes take no text. */
function typed(value: string): FieldValue {
  return value === 'true' || value === 'false' ? value === 'true' : value;
}

/** Related records as `Account.Name`; blanks and `attributes` left out, everything as text. */
function flatten(row: Row, prefix = ''): Record<string, string> {
  const pairs = Object.entries(row).flatMap(([name, value]): [string, string][] => {
    if (name === 'attributes' || value === null || value === '') return [];
    if (typeof value === 'object') return Object.entries(flatten(value as Row, `${prefix}${name}.`));
    const isText = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    return isText ? [[prefix + name, String(value)]] : [];
  });
  return Object.fromEntries(pairs);
}

/** `2026-11-23T10:00:05.000+0000`: the zone without a colon is no ISO 8601. */
function readMoment(text: string | undefined): number {
  return Date.parse(text?.replace(/([+-]\d\d)(\d\d)$/, '$1:$2') ?? '') || 0;
}
