import { readId } from './ids';
import { fullName } from '../schema/names';
import type { Records } from './records';
import type { StoredRecord, Value, Values } from './state';

/** The record of a type by a 15- or 18-character id. @throws Error for none. */
export function mustFind(records: Records, type: string, id: string): StoredRecord {
  const record = records.get(readId(id) ?? '');
  if (record?.type !== type) throw new Error(`there is no ${type} ${id}`);
  return record;
}

/** Fields a new contact takes over (Salesforce help: Lead Conversion Field Mapping); custom fields are not mapped. */
const TAKEN_OVER = [
  'Salutation',
  'FirstName',
  'LastName',
  'Title',
  'Email',
  'Phone',
  'MobilePhone',
  'Fax',
  'LeadSource',
  'Description',
];

export interface ConvertOptions {
  /** Into these instead of new ones. */
  accountId?: string;
  contactId?: string;
}

/**
 * What a person does with a lead that is worth it: a contact and an account come to be, the lead can be written no
 * more, its activities move on.
 */
export function convertLead(
  records: Records,
  leadId: string,
  today: string,
  { accountId, contactId }: ConvertOptions,
): { contactId: string; accountId: string } {
  const lead = mustFind(records, 'Lead', leadId);
  const { OwnerId = null, Company = null, FirstName, LastName } = lead.values;
  const by = String(OwnerId);
  const account = accountId
    ? mustFind(records, 'Account', accountId)
    : records.create('Account', { Name: Company, OwnerId }, by);
  const taken: Values = Object.fromEntries(TAKEN_OVER.map((name) => [name, lead.values[name] ?? null]));
  const contact = contactId
    ? mustFind(records, 'Contact', contactId)
    : records.create(
        'Contact',
        { ...taken, Name: fullName(FirstName, LastName), AccountId: account.id, OwnerId },
        by,
      );
  records.update(
    lead,
    {
      IsConverted: true,
      Status: 'Closed - Converted',
      ConvertedDate: today,
      ConvertedAccountId: account.id,
      ConvertedContactId: contact.id,
    },
    by,
  );
  moveTasks(records, lead.id, { WhoId: contact.id, WhatId: account.id, AccountId: account.id });
  return { contactId: contact.id, accountId: account.id };
}

/** Two leads or two contacts become one; the loser goes into the recycle bin (Salesforce docs: merge()). */
export function mergeRecords(records: Records, type: string, winnerId: string, loserId: string): void {
  const [winner, loser] = [mustFind(records, type, winnerId), mustFind(records, type, loserId)];
  const by = ownerOf(winner);
  records.update(loser, { IsDeleted: true, MasterRecordId: winner.id }, by);
  records.update(winner, {}, by);
  moveTasks(records, loser.id, { WhoId: winner.id });
}

function moveTasks(records: Records, from: string, to: Record<string, Value>): void {
  for (const task of records.living('Task').filter(({ values }) => values.WhoId === from)) {
    records.update(task, to, ownerOf(task));
  }
}

function ownerOf({ values }: StoredRecord): string {
  return String(values.OwnerId);
}
