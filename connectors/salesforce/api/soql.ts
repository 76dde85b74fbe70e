/** A piece of SOQL that is safe to stand in a query as it is. Only this file makes one. */
export class Soql {
  constructor(readonly text: string) {}
}

type Bound = Soql | string | readonly string[];

/**
 * A query with its values bound: text becomes a quoted literal, a list becomes `('a', 'b')`, another piece of SOQL stays.
 * Whatever else finds its way here from a webhook body is made text first: jsforce's own builder would take an object for
 * an operator and leaves the backslash as it is.
 */
export function soql(parts: TemplateStringsArray, ...values: readonly Bound[]): Soql {
  return new Soql(
    parts.reduce((text, part, at) => text + part + (at < values.length ? bound(values[at]!) : ''), ''),
  );
}

/** Names of fields and objects come from our constants and the checked configuration. */
export function names(list: readonly string[]): Soql {
  return new Soql(list.map(checkedName).join(', '));
}

/** Conditions joined; at least one. */
export function anyOf(conditions: readonly Soql[]): Soql {
  return new Soql(`(${conditions.map(({ text }) => text).join(' OR ')})`);
}

/** The pattern of a LIKE: literal pieces with anything between, before and after them where `%` is given. */
export function pattern(...pieces: readonly (string | typeof ANYTHING)[]): Soql {
  return new Soql(`'${pieces.map((piece) => (piece === ANYTHING ? '%' : escapeLike(piece))).join('')}'`);
}

/** Any text, also none. */
export const ANYTHING: unique symbol = Symbol('%');

export function count(value: number): Soql {
  return new Soql(String(Math.trunc(value)));
}

/** A moment, for comparing with a date-time field (Salesforce docs: Date Formats and Date Literals). */
export function moment(at: number): Soql {
  return new Soql(`${new Date(at).toISOString().slice(0, 19)}Z`);
}

/** Salesforce docs: Quoted String Escape Sequences. The backslash first, or the others would be escaped twice. */
function escapeLiteral(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r');
}

/** Salesforce docs: Comparison Operators, LIKE: `%` and `_` are wildcards unless escaped. */
function escapeLike(text: string): string {
  return escapeLiteral(text).replaceAll('%', '\\%').replaceAll('_', '\\_');
}

function bound(value: Bound): string {
  if (value instanceof Soql) return value.text;
  if (Array.isArray(value)) return `(${value.map((item) => quoted(item)).join(', ')})`;
  return quoted(value);
}

function quoted(value: unknown): string {
  return `'${escapeLiteral(String(value).toWellFormed())}'`;
}

export const FIELD_NAME = /^[A-Za-z]\w*(\.[A-Za-z]\w*){0,5}$/;

function checkedName(name: string): string {
  if (!FIELD_NAME.test(name)) throw new TypeError('Not the name of a Salesforce field');
  return name;
}
