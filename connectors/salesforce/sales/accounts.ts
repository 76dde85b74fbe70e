import { companyFiller } from '../../shared/sales/fill-company';
import { objectOf } from '../../shared/json';
import { KEEP_OWNER } from '../api/assignment';
import type { FieldValue } from '../api/client';
import type { SalesforceContext } from '../context';
import { SalesforceResponseError, isAboutTheWrite, isGone, wordsOf } from '../api/errors';
import { names, soql } from '../api/soql';
import { writeAccepted } from '../records/accepted-values';
import { DUPLICATE_HEADER, SAVE_DUPLICATES } from '../records/duplicates';
import { key } from '../records/fields';
import { mappedFields } from '../records/mapped-fields';

const HEADERS = { ...KEEP_OWNER, [DUPLICATE_HEADER]: SAVE_DUPLICATES };

/** Fills fields of the contact's account; a lead has none before it is converted. */
export const fillAccount = companyFiller<SalesforceContext, FieldValue>({
  crm: 'Salesforce',
  // A field that there is not would be refused with the whole query.
  async find({ api }, { ref }, known) {
    if (ref.type !== 'Contact') return undefined;
    const [row] = await api.query(
      soql`SELECT ${names(['AccountId', ...known.map((name) => `Account.${name}`)])} FROM Contact WHERE Id = ${ref.id} LIMIT 1`,
    );
    if (typeof row?.AccountId !== 'string') return undefined;
    const account = Object.entries(objectOf(row.Account));
    const stored = new Map(account.map(([name, value]) => [key(name), textOf(value)]));
    return { ref: { type: 'Account', id: row.AccountId }, stored: (field) => stored.get(key(field)) };
  },
  values: mappedFields,
  write: ({ api }, id, fields) =>
    writeAccepted({ fields, write: (sent) => api.update('Account', id, sent, HEADERS) }),
  refusal: (error) =>
    error instanceof SalesforceResponseError && (isAboutTheWrite(error) || isGone(error))
      ? { isLasting: false, why: { words: error.errors.map(wordsOf) } }
      : undefined,
  remedy: 'Let the integration user edit accounts',
});

/** A checkbox that is not set is as good as blank. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value || undefined;
  return typeof value === 'number' || value === true ? String(value) : undefined;
}
