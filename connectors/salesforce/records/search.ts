import type { Phone } from '../../../leads/contact/identity';
import type { Person } from '../../../leads/match';
import { ANYTHING, type Soql, anyOf, names, pattern, soql } from '../api/soql';

/** Fewer digits in this order stand in too many other numbers. */
const LONG_ENOUGH_TO_SCATTER = 8;

/**
 * What a search goes by. `Phone` finds a number however it was typed, which costs the org a look at every record;
 * `Spelling` finds it only as it is commonly written, which is quick.
 */
export type Way = 'Email' | 'Phone' | 'Spelling';

/** Fields of an object that hold addresses and numbers, as far as they are shown to us. */
export interface SearchFields {
  emails: readonly string[];
  phones: readonly string[];
}

/**
 * Who has the e-mail or the number, for a WHERE clause. Salesforce compares numbers as they were typed, so the digits are
 * looked for with anything between them; the caller compares hits in full.
 * @returns undefined when there is nothing to search by.
 * @example
 * of +1 415 555 2671, among the fields Phone and MobilePhone:
 * Phone     Phone LIKE '%4%1%5%5%5%5%2%6%7%1%' OR MobilePhone LIKE …
 * Spelling  Phone IN ('+14155552671', '14155552671', '4155552671', '04155552671') OR MobilePhone IN …
 */
export function personCondition(
  way: Way,
  { email, phone }: Person,
  { emails, phones }: SearchFields,
): Soql | undefined {
  const conditions: Record<Way, () => Soql[]> = {
    Email: () => (email ? emails.map((field) => soql`${names([field])} = ${email}`) : []),
    Phone: () => (phone ? phones.map((field) => soql`${names([field])} LIKE ${numberPattern(phone)}`) : []),
    Spelling: () => (phone ? phones.map((field) => soql`${names([field])} IN ${spellings(phone)}`) : []),
  };
  const found = conditions[way]();
  return found.length > 0 ? anyOf(found) : undefined;
}

/** The significant digits in their order: a country code, a trunk zero or an extension may stand around them. */
function numberPattern({ national }: Phone): Soql {
  if (national.length < LONG_ENOUGH_TO_SCATTER) return pattern(ANYTHING, national);
  return pattern(ANYTHING, ...[...national].flatMap((digit): [string, typeof ANYTHING] => [digit, ANYTHING]));
}

/** As we write numbers, as the visitor did, and without punctuation. */
function spellings({ e164, raw, national }: Phone): string[] {
  return [...new Set([...(e164 ? [e164, e164.slice(1)] : []), raw, national, `0${national}`])];
}
