import type { Phone } from '../../leads/identity';
import type { Person } from '../../leads/match';
import { ANYTHING, type Soql, anyOf, names, pattern, soql } from './soql';

/** Fewer digits in this order stand in too many other numbers. */
const LONG_ENOUGH_TO_SCATTER = 8;

/**
 * Who has the e-mail or the number, for a WHERE clause. Salesforce compares numbers as they were typed, so the digits are
 * looked for with anything between them; the caller compares hits in full.
 * @returns undefined when there is nothing to search by.
 */
export function personCondition(
  { email, phone }: Person,
  fields: { emails: readonly string[]; phones: readonly string[] },
): Soql | undefined {
  const conditions = [
    ...(email ? fields.emails.map((field) => soql`${names([field])} = ${email}`) : []),
    ...(phone ? fields.phones.map((field) => soql`${names([field])} LIKE ${numberPattern(phone)}`) : []),
  ];
  return conditions.length > 0 ? anyOf(conditions) : undefined;
}

/** The significant digits in their order: a country code, a trunk zero or an extension may stand around them. */
function numberPattern({ national }: Phone): Soql {
  if (national.length < LONG_ENOUGH_TO_SCATTER) return pattern(ANYTHING, national);
  return pattern(ANYTHING, ...[...national].flatMap((digit): [string, typeof ANYTHING] => [digit, ANYTHING]));
}
