import type { CrmRecord, RecordRef } from '../../../leads/record';
import { absentFields, missingIn, rememberRefused, unwritableFields } from './absent-fields';
import type { Row } from '../api/client';
import type { SalesforceContext } from '../context';
import { isPersonType, key, readFields, type PersonType } from './fields';
import { toRecord } from './record';
import { names, soql } from '../api/soql';

/** Merged into a lead that was converted into a contact that was merged: longer chains are a mistake. */
const MAX_HOPS = 5;
/** A configuration with more fields than this that do not exist is not worth a chat. */
export const MAX_MISSING = 10;

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
    const absent = await absentFields(context, type);
    const fate = FATE[type].filter((field) => !absent.has(key(field)));
    const wanted = [...new Set([...readFields(context.settings, type, absent, context.rules), ...fate])];
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
export async function recordOf(context: SalesforceContext, type: PersonType, row: Row): Promise<CrmRecord> {
  const record = toRecord(row, type, context.settings, await unwritableFields(context, type));
  const name = record.fields['Owner.Name'];
  if (record.ownerId && name) context.ownerNames.set(record.ownerId, name);
  return record;
}
