import { unreadableAnswer } from '../../errors';
import { isObject, objectOf, objectsOf, textOf, type Json } from '../../shared/json';

export { isObject, objectOf, objectsOf, textOf, type Json };

/** Ids are numbers, those of leads are UUIDs. */
export function idOf(value: unknown): string | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : textOf(value);
}

/** An id that is a number: another CRM's pipelines and stages have names. */
export function isNumber(id: string | undefined): boolean {
  return /^\d{1,15}$/.test(id ?? '');
}

/** Fields that hold such ids, without those that are none. */
export function numbers(ids: Readonly<Record<string, string | undefined>>): Record<string, number> {
  const known = Object.entries(ids).filter(([, id]) => isNumber(id));
  return Object.fromEntries(known.map(([name, id]) => [name, Number(id)]));
}

/** @throws CrmUnavailableError for an answer without an object that has an id. */
export function recordOf(value: unknown, operation: string): Json & { id: string | number } {
  if (isObject(value) && idOf(value.id) !== undefined) return value as Json & { id: string | number };
  throw unreadableAnswer({ crm: 'Pipedrive', operation }, true);
}
