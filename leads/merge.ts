import { samePhone } from './contact/identity';
import type { Lead, PersonName } from './lead';
import type { Remark } from './conversation/remarks';
import type { MappedValue } from './rules/field-values';
import { isBetterTitle } from './title';
import { LEAD_FIELDS, type CrmRecord, type LeadFieldName, type LeadFields } from './record';

/** How many addresses and numbers a record of this CRM can hold, the main ones included. */
export interface Capacity {
  emails: number;
  phones: number;
}

/** What is to be written to an existing record. Everything here goes to a field that is blank or ours. */
export interface LeadChanges {
  name?: PersonName;
  /** Takes the place of the record's main address, which the chat itself wrote. */
  correctedEmail?: string;
  /** To be added after the addresses the record has. */
  emails: string[];
  /** To be added after the numbers the record has; E.164 where known. */
  phones: string[];
  company?: string;
  ownerId?: string;
  leadFields: LeadFields;
  /** Of the company's own field maps. */
  mapped?: readonly MappedValue[];
}

export interface History {
  /** The event is older than one already applied: it fills blanks and replaces nothing. */
  late?: boolean;
  /** The name the chat itself has written: as long as it stands there, the chat may correct it. */
  writtenName?: string;
  /** The main e-mail the chat itself has written: as long as it stands there, an edit may correct it. */
  writtenEmail?: string;
  /** The event is an edit of the person's contact data. */
  correctsEmail?: boolean;
  /** The e-mail is not to be written: nothing but a phone number says that it is this person's. */
  emailStaysOut?: boolean;
}

export interface Merge {
  changes: LeadChanges;
  /** What differs and found no place: it stands in the note, so nothing is lost silently. */
  remarks: Remark[];
}

/** A name we made up ourselves because the visitor had none; the first real name replaces it. */
const PLACEHOLDER_NAME = /^JivoChat( #\S+)?( - .*)?$/;

/**
 * Data priority: the CRM's value stays, blanks are filled, a different e-mail or phone goes to the CRM's further fields,
 * the rest is remarked on. What the chat itself wrote and nobody changed since, an edit may correct.
 * @param history what earlier events of the chat did.
 * @example
 * The record is "Tom", tom@work.example, without a number, with room for two addresses; the chat says "Tom Clifton",
 * tom@home.example, +1 415 555 2671:
 * changes.name        Tom Clifton      (a surname for the blank one)
 * changes.emails      tom@home.example (to the further addresses; the main one stays)
 * changes.phones      +14155552671
 * With room for one address the e-mail is a remark instead: { label: 'E-mail in the chat', value: 'tom@home.example' }.
 */
export function mergeLead(
  lead: Lead,
  leadFields: LeadFields,
  record: CrmRecord,
  capacity: Capacity,
  history: History = {},
): Merge {
  const { late = false, writtenName, emailStaysOut = false } = history;
  const remarks = [...lead.unusable];
  const name = mergeName(lead.name, record, { late, writtenName }, remarks);
  const room = emailStaysOut ? 0 : capacity.emails;
  const email = mergeEmail(lead, record, room, history, remarks);
  const phones = mergePhone(lead, record, capacity, remarks);
  const company = record.company === '' ? lead.company : undefined;
  return {
    changes: { name, ...email, phones, company, leadFields: mergeLeadFields(leadFields, record, late) },
    remarks,
  };
}

/** Something else than fields that can wait. */
export function isAboutThePerson(changes: LeadChanges): boolean {
  return hasChanges({ ...changes, leadFields: {}, mapped: [] });
}

export function hasChanges(changes: LeadChanges): boolean {
  return Boolean(
    changes.name ||
    changes.correctedEmail ||
    changes.company ||
    changes.ownerId ||
    changes.emails.length > 0 ||
    changes.phones.length > 0 ||
    changes.mapped?.length ||
    Object.keys(changes.leadFields).length > 0,
  );
}

function mergeName(
  name: PersonName | undefined,
  record: CrmRecord,
  { late, writtenName }: History,
  remarks: Remark[],
): PersonName | undefined {
  if (!name) return undefined;
  const stored = [record.name?.first, record.name?.last].filter(Boolean).join(' ');
  if (!stored || isPlaceholderName(stored)) return name;
  if (isSameText(stored, name.full)) return undefined;
  if (!record.name?.last && isSameText(stored, name.first)) return name;
  if (sameWords(stored, name.full)) return undefined;
  if (writtenName !== undefined && isSameText(stored, writtenName)) return late ? undefined : name;
  remarks.push({ label: 'Name in the chat', value: name.full });
  return undefined;
}

function mergeEmail(
  { email }: Lead,
  record: CrmRecord,
  room: number,
  { late, writtenEmail, correctsEmail }: History,
  remarks: Remark[],
): Pick<LeadChanges, 'emails' | 'correctedEmail'> {
  if (!email || hasEmail(record, email)) return { emails: [] };
  const isOurs = writtenEmail !== undefined && isSameText(record.emails[0], writtenEmail);
  if (isOurs && correctsEmail && !late && room > 0) return { emails: [], correctedEmail: email };
  // An older event may hold what was corrected since.
  if (record.emails.length < room && !(isOurs && late)) return { emails: [email] };
  remarks.push({ label: 'E-mail in the chat', value: email });
  return { emails: [] };
}

/** Whether the address is one of the record's, main or further. */
export function hasEmail({ emails }: CrmRecord, email: string): boolean {
  return emails.some((stored) => isSameText(stored, email));
}

function mergePhone(lead: Lead, record: CrmRecord, { phones }: Capacity, remarks: Remark[]): string[] {
  const { phone } = lead;
  const country = lead.visit.geo?.countryCode;
  if (!phone || record.phones.some((stored) => samePhone(phone, stored, country))) return [];
  const value = phone.e164 ?? phone.raw;
  if (record.phones.length < phones) return [value];
  remarks.push({ label: 'Phone in the chat', value });
  return [];
}

/** Those that the record has a place for and that may go there. @param late as in `History`. */
export function mergeLeadFields(leadFields: LeadFields, record: CrmRecord, late = false): LeadFields {
  const wanted = (Object.keys(leadFields) as LeadFieldName[]).filter((leadField) => {
    if (record.placeableFields && !record.placeableFields.has(leadField)) return false;
    const stored = record.leadFields[leadField];
    if (!stored) return true;
    if (leadField === 'title') return isBetterTitle(leadFields.title!, stored);
    return LEAD_FIELDS[leadField] === 'latest' && !late && stored !== leadFields[leadField];
  });
  return Object.fromEntries(wanted.map((leadField) => [leadField, leadFields[leadField]]));
}

/** Whether both are the same name or address; case does not count. */
export function isSameText(a: string | undefined, b: string | undefined): boolean {
  return a?.toLowerCase() === b?.toLowerCase();
}

/** "Clifton Tom" is no other name than "Tom Clifton", and "Tom" none than "Tom Clifton". */
function sameWords(stored: string, written: string): boolean {
  const known = new Set(stored.toLowerCase().split(/\s+/u));
  return written
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => known.has(word));
}

/** Whether the name is our own title, written because the CRM wants a name and the visitor gave none. */
export function isPlaceholderName(name: string): boolean {
  return PLACEHOLDER_NAME.test(name);
}
