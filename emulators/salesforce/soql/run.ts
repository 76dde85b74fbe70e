import type { Value, Values } from '../records/state';
import { compile, key } from './conditions';
import { noSuchObject, notSortable, queryError } from './errors';
import { bindField, relationship, targetOf, type BoundField, type Scope } from './fields';
import { parseQuery } from './parser';
import type { Clauses, FieldRef, Ordering, Query } from './syntax';

export interface RunOptions {
  /** Of the request, such as v62.0; it comes back in the URLs. */
  version: string;
  /** `queryAll`: what is in the recycle bin counts too. */
  all?: boolean;
  /** The objects of the Tooling API instead of the others. */
  tooling?: boolean;
}

export interface QueryResult {
  totalSize: number;
  records: Record<string, unknown>[];
}

/** Runs SOQL on what is stored this moment. @throws SalesforceError */
export function runQuery(scope: Scope, options: RunOptions): QueryResult {
  const query = parseQuery(scope.text);
  const { type, rows } = select(scope, query, options);
  if (query.fields === 'count') return { totalSize: rows.length, records: [] };
  const fields = bindSelected(scope, type, query.fields);
  return {
    totalSize: rows.length,
    records: rows.map((values) => project(scope, type, values, fields, options.version)),
  };
}

function select(scope: Scope, query: Query, options: RunOptions): { type: string; rows: Values[] } {
  const info = scope.schema.object(query.type.name, options.tooling);
  if (!info) throw noSuchObject(scope.text, query.type.at, query.type.name);
  const { records } = scope;
  const stored = options.all ? records.all(info.name) : records.living(info.name);
  if (query.fields !== 'count') bindSelected(scope, info.name, query.fields);
  const rows = stored.map(({ values }) => values);
  return { type: info.name, rows: applyClauses(scope, info.name, rows, query, options) };
}

/** Filters, sorts and cuts rows of one type as the clauses say. @throws SalesforceError */
export function applyClauses(
  scope: Scope,
  type: string,
  rows: Values[],
  { where, orderBy, limit, offset = 0 }: Clauses,
  options: RunOptions,
): Values[] {
  const test = where && compile(scope, type, where, (inner) => innerValues(scope, inner, options));
  const sorted = sort(scope, type, test ? rows.filter(test) : rows, orderBy);
  return sorted.slice(offset, limit === undefined ? undefined : offset + limit);
}

/** Salesforce docs: Comparison Operators, Semi-Joins with IN: one id field, no more. */
function innerValues(scope: Scope, query: Query, options: RunOptions): Value[] {
  const [ref, ...more] = query.fields === 'count' ? [] : query.fields;
  if (!ref || more.length > 0) {
    throw queryError(
      'MALFORMED_QUERY',
      scope.text,
      query.type.at,
      'semi join sub-selects can only query one field',
    );
  }
  const { type, rows } = select(scope, query, options);
  const field = bindField(scope, type, ref);
  return rows.map((values) => field.read(values)).filter((value) => value !== null);
}

/** @throws SalesforceError for an unknown field or one named twice. */
export function bindSelected(scope: Scope, type: string, refs: FieldRef[]): BoundField[] {
  const seen = new Set<string>();
  return refs.map((ref) => {
    const field = selectedField(scope, type, ref);
    const name = field.path.join('.');
    if (seen.has(name)) {
      throw queryError('MALFORMED_QUERY', scope.text, ref.at, `duplicate field selected: ${name}`);
    }
    seen.add(name);
    return field;
  });
}

/** Amounts are in the one currency of the org, written as its locale does. */
const AMOUNT = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

function selectedField(scope: Scope, type: string, ref: FieldRef): BoundField {
  const field = bindField(scope, type, ref);
  if (ref.alias === undefined) return field;
  const { definition, read } = field;
  const shown = (value: Value) => (typeof value === 'number' ? AMOUNT.format(value) : value);
  return { path: [ref.alias], definition, read: (values) => shown(read(values)) };
}

/** By default nulls come first (Salesforce docs: ORDER BY). */
function sort(scope: Scope, type: string, rows: Values[], orderBy: Ordering[]): Values[] {
  const orders = orderBy.map(({ field, descending, nullsLast }) => {
    const bound = bindField(scope, type, field);
    if (!bound.definition.sortable) throw notSortable(scope.text, field.at, field.name);
    return { bound, descending, nullsLast };
  });
  return rows.toSorted((a, b) => {
    for (const { bound, descending, nullsLast } of orders) {
      const [left, right] = [a, b].map((row) => key(bound.definition, bound.read(row)));
      if (left === right) continue;
      if (left === null || left === undefined) return nullsLast ? 1 : -1;
      if (right === null || right === undefined) return nullsLast ? -1 : 1;
      return left < right === descending ? 1 : -1;
    }
    return 0;
  });
}

/** A row as the API shows it: `attributes`, then what was asked for; related records as objects of their own. */
export function project(
  scope: Scope,
  type: string,
  values: Values,
  fields: BoundField[],
  version: string,
): Record<string, unknown> {
  const row: Record<string, unknown> = { attributes: attributes(type, values, version) };
  for (const { path, read } of fields) {
    const value = read(values);
    put(scope, type, values, row, path, value, version);
  }
  return row;
}

function put(
  scope: Scope,
  type: string,
  values: Values,
  row: Record<string, unknown>,
  [head = '', ...rest]: string[],
  value: Value,
  version: string,
): void {
  if (rest.length === 0) {
    row[head] = value;
    return;
  }
  const link = relationship(scope, type, head);
  const target = link && targetOf(scope.records, values[link.name]);
  if (!link || !target) {
    row[head] = null;
    return;
  }
  const shownType = link.referenceTo.length > 1 ? 'Name' : target.type;
  row[head] ??= { attributes: { ...attributes(target.type, target.values, version), type: shownType } };
  put(scope, target.type, target.values, row[head] as Record<string, unknown>, rest, value, version);
}

function attributes(type: string, { Id }: Values, version: string) {
  return { type, url: `/services/data/${version}/sobjects/${type}/${Id}` };
}
