import { CrmUnavailableError } from '../../errors';
import { isObject, objectOf, objectsOf, textOf, type Json } from '../../shared/json';

export { isObject, objectOf, objectsOf, textOf, type Json };

/** Ids are numbers, those of leads are UUIDs. */
export function idOf(value: unknown): string | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : textOf(value);
}

/** @throws CrmUnavailableError for an answer without an object that has an id. */
export function recordOf(value: unknown, operation: string): Json & { id: string | number } {
  if (isObject(value) && idOf(value.id) !== undefined) return value as Json & { id: string | number };
  throw new CrmUnavailableError(
    'unreadable answer',
    { crm: 'Pipedrive', operation },
    { outcomeUnknown: true },
  );
}
