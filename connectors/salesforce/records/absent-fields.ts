import type { SalesforceContext } from '../context';
import { SalesforceResponseError } from '../api/errors';
import type { RefusedValue } from '../../shared/fields/accepted-values';
import { knownKinds } from '../../shared/fields/mapped-values';
import { isOptional, isPersonType, key, type PersonType } from './fields';

/** Objects whose hidden fields are remembered. */
export type ReadObject = PersonType | 'User' | 'QueueSobject' | 'Task' | 'Opportunity';

/** In the place of a field: nothing of the object may be read. */
export const WHOLE_OBJECT = '*';

/** An administrator may make or show the field any time. */
const TTL_MS = 3_600_000;

/** Fields the org does not show us, in lower case; learned from refusals. A ready map's is none before the org tells it. */
export async function absentFields(
  context: SalesforceContext,
  type: ReadObject,
): Promise<ReadonlySet<string>> {
  const refused = texts(await context.memory.get(nameOf('absent', type)));
  return new Set([...refused, ...(await unknownReady(context, type))]);
}

async function unknownReady(
  { memory, rules, settings }: SalesforceContext,
  type: ReadObject,
): Promise<string[]> {
  const object = type === 'Lead' ? 'lead' : 'contact';
  const ready = (rules?.fields ?? []).filter((map) => map.ready && map.object === object);
  if (!isPersonType(type) || ready.length === 0) return [];
  const known = new Set((await knownKinds(memory, object))?.map(({ name }) => key(name)));
  const ours = new Set(Object.values(settings.factFields).map(key));
  return ready.map(({ field }) => key(field)).filter((field) => !known.has(field) && !ours.has(field));
}

/** Those, and the ones we may read and not write. */
export async function unwritableFields(
  context: SalesforceContext,
  type: ReadObject,
): Promise<ReadonlySet<string>> {
  const absent = await absentFields(context, type);
  return new Set([...absent, ...texts(await context.memory.get(nameOf('read-only', type)))]);
}

export async function rememberRefused(
  { memory, call }: SalesforceContext,
  type: ReadObject,
  fields: readonly string[],
  what: 'absent' | 'read-only' = 'absent',
): Promise<void> {
  const known = texts(await memory.get(nameOf(what, type)));
  const fresh = fields.map(key).filter((field) => !known.includes(field));
  if (fresh.length === 0) return;
  call.log.warn('Salesforce keeps these fields from us; going on without them', {
    object: type,
    fields: fresh,
    what,
    remedy:
      'Make the fields, and give the integration user read and edit access to them (field-level security)',
  });
  await memory.put(nameOf(what, type), [...known, ...fresh], TTL_MS);
}

/** Fields that were left out of a write: they are not there for us, or not ours to write. */
export async function rememberDropped(
  context: SalesforceContext,
  type: ReadObject,
  dropped: readonly RefusedValue[],
): Promise<void> {
  const refusedAs = (wanted: string) => dropped.flatMap(({ name, code }) => (code === wanted ? [name] : []));
  await rememberRefused(context, type, refusedAs('INVALID_FIELD'));
  await rememberRefused(context, type, refusedAs('INVALID_FIELD_FOR_INSERT_UPDATE'), 'read-only');
}

function texts(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}

/**
 * Which of the fields asked for a refused query is about.
 * @returns empty when the refusal is about something else.
 */
export function missingIn(error: unknown, type: ReadObject, asked: readonly string[]): string[] {
  if (!(error instanceof SalesforceResponseError) || !error.has('INVALID_FIELD')) return [];
  const named = error.errors.flatMap(({ message }) => {
    const [, name] = /No such column '([^']+)'|relationship '([^']+)'/.exec(message)?.filter(Boolean) ?? [];
    return name ? [key(name)] : [];
  });
  const missing = asked.filter(
    (field) =>
      key(field)
        .split('.')
        .some((part) => named.includes(part)) && field !== 'Id',
  );
  if (missing.length > 0) return missing;
  // Salesforce speaks the user's language: when the words cannot be read, whatever we can do without is left out.
  return asked.filter((field) => isOptional(type, field));
}

function nameOf(what: 'absent' | 'read-only', type: ReadObject): string {
  return `${what}-fields-${type}`;
}
