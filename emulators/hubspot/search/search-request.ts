import { badRequest, invalidJson } from '../http/errors';
import { property } from '../records/property-types';
import type { PropertyDefinition } from '../records/state';

/** HubSpot docs: Search the CRM, limitations. */
const MAX_GROUPS = 5;
const MAX_FILTERS_IN_GROUP = 6;
const MAX_FILTERS = 18;
const MAX_BODY = 3000;
const MAX_PAGE = 200;
const MAX_RESULTS = 10_000;

const OPERATORS = [
  'EQ',
  'NEQ',
  'IN',
  'NOT_IN',
  'LT',
  'LTE',
  'GT',
  'GTE',
  'BETWEEN',
  'HAS_PROPERTY',
  'NOT_HAS_PROPERTY',
  'CONTAINS_TOKEN',
  'NOT_CONTAINS_TOKEN',
] as const;
export type Operator = (typeof OPERATORS)[number];

export interface SearchFilter {
  property: PropertyDefinition;
  operator: Operator;
  value: string;
  highValue: string;
  values: string[];
}

export interface SearchRequest {
  groups: SearchFilter[][];
  query?: string;
  sort?: { propertyName: string; descending: boolean };
  properties: string[];
  limit: number;
  after: number;
}

/**
 * A search as it came in, held against all of HubSpot's limits.
 * @throws HubSpotError 400
 */
export function readSearch(raw: string, body: unknown, definitions: PropertyDefinition[]): SearchRequest {
  if (raw.length > MAX_BODY) {
    throw badRequest(`The body of a search request may have at most ${MAX_BODY} characters.`);
  }
  const { filterGroups, filters, query, sorts, properties, limit = 10, after } = asObject(body);
  const groups = readGroups(filterGroups ?? (filters === undefined ? [] : [{ filters }]), definitions);
  const request: SearchRequest = {
    groups,
    properties: asStrings(properties),
    limit: asInteger(limit, 'limit'),
    after: asInteger(after ?? 0, 'after'),
  };
  if (typeof query === 'string' && query !== '') request.query = query;
  const sort = readSort(sorts, definitions);
  if (sort) request.sort = sort;
  if (request.limit < 1 || request.limit > MAX_PAGE) {
    throw problem(`limit must be between 1 and ${MAX_PAGE}, was ${request.limit}`);
  }
  if (request.after + request.limit > MAX_RESULTS) throw problem(`paging ends at ${MAX_RESULTS} results`);
  return request;
}

function readGroups(given: unknown, definitions: PropertyDefinition[]): SearchFilter[][] {
  const groups = asList(given, 'filterGroups').map((group) =>
    asList(asObject(group).filters ?? [], 'filters').map((filter) => readFilter(filter, definitions)),
  );
  if (groups.length > MAX_GROUPS) {
    throw problem(`too many filterGroups (count: ${groups.length}, max allowed: ${MAX_GROUPS})`);
  }
  const crowded = groups.find((filters) => filters.length > MAX_FILTERS_IN_GROUP);
  if (crowded) {
    throw problem(
      `too many filters per filterGroup (count: ${crowded.length}, max allowed: ${MAX_FILTERS_IN_GROUP})`,
    );
  }
  const total = groups.flat().length;
  if (total > MAX_FILTERS) throw problem(`too many filters (count: ${total}, max allowed: ${MAX_FILTERS})`);
  return groups;
}

function readFilter(given: unknown, definitions: PropertyDefinition[]): SearchFilter {
  const { propertyName, operator, value, highValue, values } = asObject(given);
  const unset = Object.entries({ propertyName, operator }).filter(([, part]) => typeof part !== 'string');
  if (typeof propertyName !== 'string' || typeof operator !== 'string') {
    const names = unset.map(([name]) => name).join(', ');
    throw invalidJson(`Cannot build Filter, some of required attributes are not set [${names}]`);
  }
  if (!isOperator(operator)) {
    throw invalidJson(
      `Cannot deserialize value of type \`FilterOperator\` from String "${operator}": not one of the values ` +
        `accepted for Enum class: [${OPERATORS.join(', ')}]`,
    );
  }
  const definition =
    definitions.find(({ name, archived }) => name === propertyName && !archived) ??
    associationProperty(propertyName, operator);
  if (!definition) throw problem(`Property "${propertyName}" does not exist`);
  const filter = {
    property: definition,
    operator,
    value: asText(value),
    highValue: asText(highValue),
    values: Array.isArray(values) ? values.map(asText) : [],
  };
  requireOperands(filter, values);
  return filter;
}

/** HubSpot docs: Search the CRM, "search through associations": `associations.contact`, by the id of the other record. */
function associationProperty(name: string, operator: Operator): PropertyDefinition | undefined {
  if (!/^associations\.\w+$/.test(name)) return undefined;
  if (operator !== 'EQ' && operator !== 'IN') throw problem(`operator ${operator} is not for ${name}`);
  return property(name, name, { type: 'enumeration' });
}

function requireOperands({ property, operator, value, highValue }: SearchFilter, values: unknown): void {
  if (operator === 'HAS_PROPERTY' || operator === 'NOT_HAS_PROPERTY') return;
  if (operator === 'IN' || operator === 'NOT_IN') {
    if (!Array.isArray(values) || values.length === 0) throw problem(`operator ${operator} requires values`);
    return;
  }
  if (value === '') throw problem(`operator ${operator} requires a value for property ${property.name}`);
  if (operator === 'BETWEEN' && highValue === '')
    throw problem('operator BETWEEN requires value and highValue');
}

function readSort(given: unknown, definitions: PropertyDefinition[]): SearchRequest['sort'] {
  const sorts = asList(given ?? [], 'sorts');
  if (sorts.length > 1) throw problem('only one sort is allowed');
  const [first] = sorts;
  if (first === undefined) return undefined;
  const sort =
    typeof first === 'string'
      ? { propertyName: first.replace(/^-/, ''), descending: first.startsWith('-') }
      : {
          propertyName: asText(asObject(first).propertyName),
          descending: asObject(first).direction === 'DESCENDING',
        };
  if (!definitions.some(({ name }) => name === sort.propertyName)) {
    throw problem(`Property "${sort.propertyName}" does not exist`);
  }
  return sort;
}

/** hubspot-api-nodejs #226 and others: the outer message says nothing, `errors` what it is. */
function problem(detail: string) {
  return badRequest(`There was a problem with the request. ${detail}`, [detail]);
}

function isOperator(text: string): text is Operator {
  return (OPERATORS as readonly string[]).includes(text);
}

function asObject(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw invalidJson('Cannot construct instance of a search request from this value');
}

function asList(value: unknown, name: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw invalidJson(`Cannot deserialize value of type \`java.util.List\` for ${name}`);
}

function asStrings(value: unknown): string[] {
  return asList(value ?? [], 'properties').map(asText);
}

function asText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

function asInteger(value: unknown, name: string): number {
  const number = Number(asText(value));
  if (asText(value) === '' || !Number.isInteger(number) || number < 0)
    throw problem(`${name} is not a number`);
  return number;
}
