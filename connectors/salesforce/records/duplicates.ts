import type { Lead } from '../../../leads/lead';
import type { RecordRef } from '../../../leads/record';
import { textOf } from '../../shared/json';
import type { SalesforceResponseError } from '../api/errors';
import { PHONE_FIELDS, isPersonType, type PersonType } from './fields';

/** Salesforce docs: Duplicate Rule Header. The details tell a namesake from the same person. */
export const DUPLICATE_HEADER = 'Sforce-Duplicate-Rule-Header';
export const TELL_DUPLICATES = 'allowSave=false; includeRecordDetails=true';
export const SAVE_DUPLICATES = 'allowSave=true; includeRecordDetails=true';

export interface Duplicates {
  /** Of this person as far as Salesforce tells, customers first. */
  same: RecordRef[];
  /** Of somebody else: a fuzzy rule took the names for the same. */
  others: RecordRef[];
  /** The rule only warns. */
  mayBeSaved: boolean;
}

/**
 * What a duplicate rule found; undefined when the refusal is about something else.
 * @example
 * of Tom, tom@example.com, for whom a rule that only warns has found two records:
 * Contact 003A, Email Tom@Example.com     → same: our visitor, a customer
 * Lead 00QB, Email anna@example.com       → others: a namesake
 * mayBeSaved                              → true
 */
export function duplicatesIn(error: SalesforceResponseError, lead: Lead): Duplicates | undefined {
  const refusals = error.errors.filter(({ errorCode }) => errorCode === 'DUPLICATES_DETECTED');
  if (refusals.length === 0) return undefined;
  const found = refusals.flatMap(({ duplicateResult }) =>
    (duplicateResult?.matchResults ?? []).flatMap(({ matchRecords }) =>
      (matchRecords ?? []).flatMap(({ record }) => personOf(record, lead)),
    ),
  );
  found.sort((a, b) => Number(b.type === 'Contact') - Number(a.type === 'Contact'));
  const refs = (same: boolean) =>
    found.filter((one) => one.same === same).map(({ type, id }) => ({ type, id }));
  return {
    same: refs(true),
    others: refs(false),
    mayBeSaved: refusals.every(({ duplicateResult }) => duplicateResult?.allowSave === true),
  };
}

function personOf(record: Record<string, unknown> | undefined, lead: Lead) {
  const { attributes, Id: id } = record ?? {};
  const type = (attributes as { type?: unknown } | undefined)?.type;
  if (typeof id !== 'string' || typeof type !== 'string' || !isPersonType(type)) return [];
  return [{ type, id, same: isSame(record!, type, lead) }];
}

/** A record that shows another address and another number, and none of ours, is somebody else's. */
function isSame(record: Record<string, unknown>, type: PersonType, { email, phone }: Lead): boolean {
  const told = (fields: readonly string[]) => fields.flatMap((field) => textOf(record[field]) ?? []);
  const [emails, phones] = [told(['Email']), told(PHONE_FIELDS[type])];
  if (emails.length === 0 && phones.length === 0) return true;
  if (email && emails.some((stored) => stored.toLowerCase() === email)) return true;
  return phones.some((stored) => phone && stored.replace(/\D/g, '').endsWith(phone.national));
}

/** "duplicate value found: X__c duplicates value on record with id: 00Q…" (go-salesforce #133). */
export function holderOf(error: SalesforceResponseError): { id?: string } | undefined {
  const refusal = error.errors.find(({ errorCode }) => errorCode === 'DUPLICATE_VALUE');
  if (!refusal) return undefined;
  return { id: /\b(00Q[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?)\b/.exec(refusal.message)?.[1] };
}
