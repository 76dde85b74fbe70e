import { CrmUnavailableError } from '../../errors';

export type Json = Readonly<Record<string, unknown>>;

/** What an answer says is read as if anybody could have written it. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectsOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

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
