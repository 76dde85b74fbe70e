import type { CrmRecord, RecordRef } from '../../../leads/record';
import type { QueryAnswer, Row } from '../api/client';
import { FIELD_NAME, names, soql } from '../api/soql';
import type { SalesforceContext } from '../context';
import { askOneShown, readShape, writeShape } from './absent-fields';
import { isPersonType, key, readFields, type PersonType } from './fields';
import { toRecord } from './record';

/** Merged into a lead that was converted into a contact that was merged: longer chains are a mistake. */
const MAX_HOPS = 5;

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
  const build = async () => {
    const shape = await readShape(context, type);
    const fate = FATE[type].filter((field) => !shape.absent.has(key(field)));
    const fields = [...new Set([...readFields(shape, context.rules), ...fate])];
    return {
      type,
      fields,
      query: soql`SELECT ${names(fields)} FROM ${names([type])} WHERE Id = ${id} LIMIT 1`,
    };
  };
  const [row] = await askOneShown(context, build, (query) => context.api.queryAll(query));
  return row;
}

/** Remembers who the owner is on the way, so that nobody has to ask. */
export async function recordOf(context: SalesforceContext, type: PersonType, row: Row): Promise<CrmRecord> {
  const record = toRecord(row, await writeShape(context, type));
  const name = record.fields['Owner.Name'];
  if (record.ownerId && name) context.ownerNames.set(record.ownerId, name);
  return record;
}

/** A field that is to be unique holds a value once; a lead that was converted leads to its contact. */
const LIMIT = 5;

/**
 * Contacts and leads whose field holds the value, customers first. An object without the field has none.
 * @throws SalesforceResponseError when neither of them can be searched by it.
 */
export async function findByField(
  context: SalesforceContext,
  field: string,
  value: string,
): Promise<CrmRecord[]> {
  if (!FIELD_NAME.test(field)) return [];
  const query = (type: PersonType) =>
    soql`SELECT Id FROM ${names([type])} WHERE ${names([field])} = ${value} LIMIT 5`;
  const { contacts, leads } = await context.api.queries({ contacts: query('Contact'), leads: query('Lead') });
  if (!Array.isArray(contacts) && !Array.isArray(leads)) throw leads;
  const refs = [
    ...idsOf(contacts).map((id) => ({ type: 'Contact', id })),
    ...idsOf(leads).map((id) => ({ type: 'Lead', id })),
  ];
  const people = await Promise.all(refs.slice(0, LIMIT).map((ref) => getPerson(context, ref)));
  return people.filter((person) => person !== undefined);
}

function idsOf(answer: QueryAnswer): string[] {
  return Array.isArray(answer) ? answer.map(({ Id }) => String(Id)) : [];
}
