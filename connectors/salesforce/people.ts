import type { Person } from '../../leads/match';
import type { CrmRecord, RecordRef } from '../../leads/record';
import { absentFields, missingIn, rememberRefused, unwritableFields } from './absent-fields';
import type { Row } from './api';
import type { SalesforceContext } from './context';
import { SalesforceResponseError } from './errors';
import { PHONE_FIELDS, isPersonType, key, readFields, type PersonType } from './fields';
import { toRecord } from './record';
import { personCondition } from './search';
import { count, names, soql } from './soql';

/** More candidates than this for one e-mail and one phone are not worth an agent's time; loose hits are among them. */
const SEARCH_LIMIT = 50;
/** Merged into a lead that was converted into a contact that was merged: longer chains are a mistake. */
const MAX_HOPS = 5;
/** A configuration with more fields than this that do not exist is not worth a chat. */
const MAX_MISSING = 10;

/**
 * Customers and leads with the e-mail or the number, in one request. A converted lead stands for its contact, also where
 * the contact has another address or number by now.
 */
export async function findPeople(context: SalesforceContext, person: Person): Promise<CrmRecord[]> {
  if (!person.email && !person.phone) return [];
  for (let round = 0; ; round++) {
    const lead = await search(context, 'Lead', person);
    const contact = await search(context, 'Contact', person);
    const answers = await context.api.queries({ Lead: lead.query, Contact: contact.query });
    const asked = { Lead: lead.fields, Contact: contact.fields };
    let again = false;
    for (const type of ['Lead', 'Contact'] as const) {
      const answer = answers[type];
      if (!(answer instanceof SalesforceResponseError)) continue;
      const missing = missingIn(answer, type, asked[type]);
      if (missing.length === 0 || round === MAX_MISSING) throw answer;
      await rememberRefused(context, type, missing);
      again = true;
    }
    if (again) continue;
    const contacts = await readAll(context, 'Contact', answers.Contact);
    const leads = answers.Lead as readonly Row[];
    const open = await readAll(
      context,
      'Lead',
      leads.filter((row) => row.IsConverted !== true),
    );
    const converted = leads.filter((row) => row.IsConverted === true);
    return [...(await withConverted(context, contacts, converted)), ...open];
  }
}

/** More converted leads of one person than this are an import gone wrong. */
const MAX_CONVERTED = 5;

/** The contacts with what their converted leads hold beside it: they are found by that as well. */
async function withConverted(
  context: SalesforceContext,
  contacts: readonly CrmRecord[],
  converted: readonly Row[],
): Promise<CrmRecord[]> {
  const found = new Map(contacts.map((contact) => [contact.ref.id, contact]));
  for (const row of converted.slice(0, MAX_CONVERTED)) {
    const lead = await recordOf(context, 'Lead', row);
    const { ConvertedContactId: id } = row;
    if (typeof id !== 'string') continue;
    const contact = found.get(id) ?? (await getPerson(context, { type: 'Contact', id }));
    if (!contact) continue;
    found.set(contact.ref.id, {
      ...contact,
      emails: [...new Set([...contact.emails, ...lead.emails])],
      phones: [...new Set([...contact.phones, ...lead.phones])],
    });
  }
  return [...found.values()];
}

async function search(context: SalesforceContext, type: PersonType, person: Person) {
  const absent = await absentFields(context, type);
  const shown = (field: string) => !absent.has(key(field));
  const fields = readFields(context.settings, type, absent);
  const condition = personCondition(person, {
    emails: ['Email'].filter(shown),
    phones: PHONE_FIELDS[type].filter(shown),
  });
  // The main fields are hidden from us: nothing can be found by them.
  const where = condition ?? soql`Id = ${'000000000000000AAA'}`;
  // Converted leads are followed; where their contact is hidden they lead nowhere.
  const followed = type === 'Contact' || shown('ConvertedContactId');
  const open = followed ? soql`` : soql`IsConverted = false AND `;
  const openFirst = type === 'Lead' && followed ? soql`IsConverted, ` : soql``;
  const query = soql`SELECT ${names(fields)} FROM ${names([type])} WHERE ${open}${where} ORDER BY ${openFirst}LastModifiedDate DESC LIMIT ${count(SEARCH_LIMIT)}`;
  return { query, fields: [...fields, ...PHONE_FIELDS[type], 'Email'] };
}

async function readAll(
  context: SalesforceContext,
  type: PersonType,
  rows: readonly Row[] | SalesforceResponseError,
) {
  return Promise.all((rows as readonly Row[]).map((row) => recordOf(context, type, row)));
}

/**
 * The record by its id. A converted lead is followed to its contact, a merged record to the one it was merged into.
 * @returns undefined when it was deleted.
 */
export async function getPerson(
  context: SalesforceContext,
  { type, id }: RecordRef,
  hops = 0,
): Promise<CrmRecord | undefined> {
  if (!isPersonType(type) || hops > MAX_HOPS) return undefined;
  const row = await readRow(context, type, id);
  if (!row) return undefined;
  const { IsDeleted, MasterRecordId, IsConverted, ConvertedContactId } = row;
  if (IsDeleted === true) {
    return typeof MasterRecordId === 'string'
      ? getPerson(context, { type, id: MasterRecordId }, hops + 1)
      : undefined;
  }
  if (IsConverted === true) {
    if (typeof ConvertedContactId !== 'string') return undefined;
    return getPerson(context, { type: 'Contact', id: ConvertedContactId }, hops + 1);
  }
  return recordOf(context, type, row);
}

/** What became of the record. */
const FATE: Readonly<Record<PersonType, readonly string[]>> = {
  Lead: ['IsDeleted', 'MasterRecordId', 'IsConverted', 'ConvertedContactId'],
  Contact: ['IsDeleted', 'MasterRecordId'],
};

async function readRow(context: SalesforceContext, type: PersonType, id: string): Promise<Row | undefined> {
  for (let round = 0; ; round++) {
    const fields = readFields(context.settings, type, await absentFields(context, type));
    const absent = await absentFields(context, type);
    const fate = FATE[type].filter((field) => !absent.has(key(field)));
    const wanted = [...new Set([...fields, ...fate])];
    try {
      const [row] = await context.api.queryAll(
        soql`SELECT ${names(wanted)} FROM ${names([type])} WHERE Id = ${id} LIMIT 1`,
      );
      return row;
    } catch (error) {
      const missing = missingIn(error, type, wanted);
      if (missing.length === 0 || round === MAX_MISSING) throw error;
      await rememberRefused(context, type, missing);
    }
  }
}

/** Remembers who the owner is on the way, so that nobody has to ask. */
async function recordOf(context: SalesforceContext, type: PersonType, row: Row): Promise<CrmRecord> {
  const record = toRecord(row, type, context.settings, await unwritableFields(context, type));
  const name = record.fields['Owner.Name'];
  if (record.ownerId && name) context.ownerNames.set(record.ownerId, name);
  return record;
}
