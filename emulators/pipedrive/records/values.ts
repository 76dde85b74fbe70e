import { invalid } from '../http/errors';
import type { Json, Labelled, PipedriveState } from './state';

/** Nowhere documented; a text of v2 that is longer is refused. */
export const MAX_TEXT = 255;

/** @throws PipedriveError 400 */
export function textOf(field: string, given: unknown): string {
  if (typeof given !== 'string' || given.trim() === '') throw invalid(field, 'This field is required.');
  if (given.length > MAX_TEXT)
    throw invalid(field, `This value is too long. It should have ${MAX_TEXT} characters or less.`);
  return given.trim();
}

/** @throws PipedriveError 400, also for a value a rule of the company does not want. */
export function labelled(
  field: 'emails' | 'phones',
  given: unknown,
  rules: PipedriveState['rules'],
): Labelled[] | undefined {
  if (given === undefined) return undefined;
  if (!Array.isArray(given)) throw invalid(field, 'Expected an array.');
  const list = given.map((item, at): Labelled => {
    const { value, primary = false, label = 'work' } = item as Partial<Labelled>;
    if (typeof value !== 'string' || value.trim() === '')
      throw invalid(field, `${at}.value: This field is required.`);
    if (typeof primary !== 'boolean') throw invalid(field, `${at}.primary: Expected 'boolean'.`);
    if (value.length > MAX_TEXT) throw invalid(field, `${at}.value: This value is too long.`);
    const unwanted = rules.some((rule) => rule.field === field && rule.value === value);
    if (unwanted) throw invalid(field, `${at}.value: This value is not allowed.`);
    return { value: value.trim(), primary, label };
  });
  const first = Math.max(
    0,
    list.findIndex(({ primary }) => primary),
  );
  return list.map((item, at) => ({ ...item, primary: at === first }));
}

const DAY = /^\d{4}-\d\d-\d\d$/;

/** Pipedrive reference: Deals: an amount of 0 in the user's own currency unless told. */
export function worthOf({ value = 0, currency = 'EUR', expected_close_date: day = null }: Json) {
  if (typeof value !== 'number') throw invalid('value', "Expected 'number'.");
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency))
    throw invalid('currency', 'Invalid currency.');
  if (day !== null && !(typeof day === 'string' && DAY.test(day)))
    throw invalid('expected_close_date', 'Invalid date.');
  return { value, currency, expected_close_date: day };
}
