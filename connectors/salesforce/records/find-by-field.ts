import type { CrmRecord } from '../../../leads/record';
import { FIELD_NAME, names, soql } from '../api/soql';
import type { SalesforceResponseError } from '../api/errors';
import type { SalesforceContext } from '../context';
import { getPerson } from './people';

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
  const query = (type: 'Contact' | 'Lead') =>
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

function idsOf(answer: readonly Readonly<Record<string, unknown>>[] | SalesforceResponseError): string[] {
  return Array.isArray(answer) ? answer.map(({ Id }) => String(Id)) : [];
}
