import type { RefusedValue } from '../../shared/fields/accepted-values';
import { absentNames, rememberAbsent } from '../../shared/fields/lead-fields';
import { knownKinds } from '../../shared/fields/mapped-values';
import type { QueryAnswer, Row } from '../api/client';
import { SalesforceResponseError, isHidden } from '../api/errors';
import type { Soql } from '../api/soql';
import type { SalesforceContext } from '../context';
import { OBJECT, isOptional, isPersonType, key, shapeOf, type PersonShape, type PersonType } from './fields';

/** Objects whose hidden fields are remembered. */
export type ReadObject = PersonType | 'User' | 'QueueSobject' | 'Task' | 'Opportunity';

/** In the place of a field: nothing of the object may be read. */
export const WHOLE_OBJECT = '*';

/** Fields the org does not show us, in lower case; learned from refusals. A ready map's is none before the org tells it. */
export async function absentFields(
  context: SalesforceContext,
  type: ReadObject,
): Promise<ReadonlySet<string>> {
  const refused = await absentNames(context.memory, listName('absent', type));
  return new Set([...refused, ...(await unknownReady(context, type))]);
}

async function unknownReady(
  { memory, rules, settings }: SalesforceContext,
  type: ReadObject,
): Promise<string[]> {
  if (!isPersonType(type)) return [];
  const object = OBJECT[type];
  const ready = (rules?.fields ?? []).filter((map) => map.ready && map.object === object);
  if (ready.length === 0) return [];
  const known = new Set((await knownKinds(memory, object))?.map(({ name }) => key(name)));
  const ours = new Set(Object.values(settings.factFields).map(key));
  return ready.map(({ field }) => key(field)).filter((field) => !known.has(field) && !ours.has(field));
}

/** Without what is hidden from us. */
export async function readShape(context: SalesforceContext, type: PersonType): Promise<PersonShape> {
  return shapeOf(context.settings, type, await absentFields(context, type));
}

/** Without that, and what we may read and not write. */
export async function writeShape(context: SalesforceContext, type: PersonType): Promise<PersonShape> {
  const readOnly = await absentNames(context.memory, listName('read-only', type));
  const absent = new Set([...(await absentFields(context, type)), ...readOnly]);
  return shapeOf(context.settings, type, absent);
}

export function rememberRefused(
  context: SalesforceContext,
  type: ReadObject,
  fields: readonly string[],
  what: 'absent' | 'read-only' = 'absent',
): Promise<void> {
  return rememberAbsent(context, listName(what, type), fields.map(key), {
    crm: 'Salesforce',
    remedy:
      'Make the fields, and give the integration user read and edit access to them (field-level security)',
  });
}

function listName(what: 'absent' | 'read-only', type: ReadObject): string {
  return `${what}-fields-${type}`;
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

/** A query that names fields which may be hidden from us. */
export interface FieldQuery {
  type: ReadObject;
  fields: readonly string[];
  query: Soql;
  /** Nothing of the object need be read. */
  isSpared?: boolean;
}

type Answers = Readonly<Record<string, QueryAnswer | undefined>>;

/** A configuration with more fields than this that do not exist is not worth a chat. */
const MAX_MISSING = 10;

/**
 * The answers to several queries; without what turns out to be hidden from us they are asked for again. That costs a request for
 * each field, once an hour.
 * @param build the queries without what is known to be hidden; undefined where nothing is left to ask for.
 * @param send default: all in one request.
 */
export async function askShown(
  context: SalesforceContext,
  build: () => Promise<Readonly<Record<string, FieldQuery | undefined>>>,
  send: (queries: Record<string, Soql>) => Promise<Answers> = (queries) => context.api.queries(queries),
): Promise<Answers> {
  for (let round = 0; ; round++) {
    const asked = Object.entries(await build()).flatMap(([name, one]) => (one ? [[name, one] as const] : []));
    if (asked.length === 0) return {};
    const answers = await send(Object.fromEntries(asked.map(([name, { query }]) => [name, query])));
    let again = false;
    for (const [name, one] of asked) {
      const missing = round < MAX_MISSING ? hiddenIn(answers[name], one) : [];
      if (missing.length > 0) await rememberRefused(context, one.type, missing);
      again ||= missing.length > 0;
    }
    if (!again) return answers;
  }
}

/** The same of one query in a request of its own. @throws SalesforceResponseError */
export async function askOneShown(
  context: SalesforceContext,
  build: () => Promise<FieldQuery | undefined>,
  send: (query: Soql) => Promise<Row[]>,
): Promise<Row[]> {
  const { only } = await askShown(
    context,
    async () => ({ only: await build() }),
    async ({ only: query }) => ({ only: await send(query!).catch(asAnswer) }),
  );
  return rowsOf(only);
}

function asAnswer(error: unknown): SalesforceResponseError {
  if (error instanceof SalesforceResponseError) return error;
  throw error;
}

/** @throws SalesforceResponseError for a query that was refused. */
export function rowsOf(answer: QueryAnswer | undefined): Row[] {
  if (answer instanceof SalesforceResponseError) throw answer;
  return answer ?? [];
}

function hiddenIn(answer: QueryAnswer | undefined, { type, fields, isSpared }: FieldQuery): string[] {
  const missing = missingIn(answer, type, fields);
  if (missing.length > 0 || !isSpared) return missing;
  return answer instanceof SalesforceResponseError && isHidden(answer) ? [WHOLE_OBJECT] : [];
}
