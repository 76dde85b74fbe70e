import { apiError, notEmulated, type SalesforceError } from '../http/errors';
import type { FieldDefinition, FieldType, Value, Values } from './state';

/** A record as it was sent: the parsed object and, where there is one, the text it was parsed from. */
export interface SentRecord {
  body: Record<string, unknown>;
  text?: string;
}

type KindName = 'string' | 'boolean' | 'int' | 'double' | 'date' | 'datetime';

/**
 * The values of a sent record by the fields' own names; `attributes` is skipped. Reading stops at the first thing that
 * cannot be read, so that these errors come alone.
 * @throws SalesforceError INVALID_FIELD for an unknown field, JSON_PARSER_ERROR for a value of another kind.
 */
export function readValues(
  { body, text }: SentRecord,
  type: string,
  fields: readonly FieldDefinition[],
  reserved: readonly string[],
): Values {
  const values: Values = {};
  for (const [written, json] of Object.entries(body)) {
    if (written === 'attributes') continue;
    const name = written.toLowerCase();
    if (reserved.some((other) => other.toLowerCase() === name)) {
      throw apiError(
        400,
        'INVALID_FIELD',
        `The ${written} field should not be specified in the sobject data.`,
      );
    }
    const definition = fields.find((field) => field.name.toLowerCase() === name);
    if (!definition) {
      if (fields.some(({ relationshipName }) => relationshipName?.toLowerCase() === name)) {
        throw notEmulated(`records related by an external id (${written})`);
      }
      throw apiError(400, 'INVALID_FIELD', `No such column '${written}' on sobject of type ${type}`);
    }
    values[definition.name] = readValue(definition.type, json, () => position(text, written));
  }
  return values;
}

function readValue(type: FieldType, json: unknown, at: () => string): Value {
  if (json === null) return null;
  const kind = kindOf(type);
  const fail = () => cannotRead(kind, json, at());
  switch (kind) {
    case 'string':
      if (typeof json !== 'string') throw fail();
      return json.trim() === '' ? null : json.trim();
    case 'boolean':
      if (typeof json !== 'boolean') throw fail();
      return json;
    case 'int':
    case 'double': {
      const read = typeof json === 'string' && json.trim() !== '' ? Number(json) : json;
      if (typeof read !== 'number' || !Number.isFinite(read)) throw fail();
      if (kind === 'int' && (!Number.isInteger(read) || Math.abs(read) > MAX_INT)) throw fail();
      return read;
    }
    case 'date':
      if (typeof json !== 'string' || !isDate(json)) throw fail();
      return json;
    case 'datetime':
      if (typeof json !== 'string' || !DATETIME.test(json) || !isDate(json.slice(0, 10))) throw fail();
      return json;
  }
}

const MAX_INT = 2_147_483_647;
const DATETIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)$/;

/** A day of the calendar as `YYYY-MM-DD`; a time after it makes it something else (Force.com-Toolkit-for-NET #127). */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

export function kindOf(type: FieldType): KindName {
  switch (type) {
    case 'boolean':
    case 'int':
    case 'double':
    case 'date':
    case 'datetime':
      return type;
    default:
      return 'string';
  }
}

/** Words as in qore #3908 and verbb/formie #2790. */
function cannotRead(kind: KindName, json: unknown, at: string): SalesforceError {
  return apiError(
    400,
    'JSON_PARSER_ERROR',
    `Cannot deserialize instance of ${kind} from ${tokenName(json)} value ${shown(json)} ` +
      `or request may be missing a required field at ${at}`,
  );
}

function tokenName(json: unknown): string {
  if (Array.isArray(json)) return 'START_ARRAY';
  switch (typeof json) {
    case 'string':
      return 'VALUE_STRING';
    case 'number':
      return Number.isInteger(json) ? 'VALUE_NUMBER_INT' : 'VALUE_NUMBER_FLOAT';
    case 'boolean':
      return json ? 'VALUE_TRUE' : 'VALUE_FALSE';
    default:
      return 'START_OBJECT';
  }
}

function shown(json: unknown): string {
  if (typeof json === 'string') return json;
  if (Array.isArray(json)) return '[';
  return typeof json === 'object' ? '{' : JSON.stringify(json);
}

function position(text: string | undefined, key: string): string {
  const offset = text?.indexOf(`${JSON.stringify(key)}`) ?? -1;
  if (text === undefined || offset < 0) return '[line:1, column:1]';
  const before = text.slice(0, offset + key.length + 3).split('\n');
  return `[line:${before.length}, column:${(before.at(-1)?.length ?? 0) + 1}]`;
}
