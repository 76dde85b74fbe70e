import type { SearchFilter, SearchRequest } from './search-request';
import { parseTimestamp } from '../records/timestamps';
import type { PropertyDefinition, StoredRecord } from '../records/state';

export interface IndexEntry {
  record: StoredRecord;
  /** As the index has them, which may be older than the record. */
  properties: Record<string, string>;
}

export interface SearchOptions {
  /** Whether `email EQ` also finds additional addresses. Reports differ; by default it does not (hubspot-api-nodejs #24). */
  secondaryEmails: boolean;
}

/** HubSpot docs: Search the CRM: what `query` looks through. */
const QUERIED = ['email', 'hs_additional_emails', 'firstname', 'lastname', 'phone', 'mobilephone', 'company'];
const QUERIED_CALCULATED = [
  'hs_searchable_calculated_phone_number',
  'hs_searchable_calculated_mobile_number',
];

/** Groups are OR, the filters of a group AND; without a sort the oldest record comes first. */
export function search(entries: IndexEntry[], request: SearchRequest, options: SearchOptions): IndexEntry[] {
  return entries
    .filter(({ properties }) => matchesGroups(request.groups, properties, options))
    .filter(({ properties }) => matchesQuery(request.query, properties))
    .sort((a, b) => compare(a, b, request.sort));
}

function matchesGroups(
  groups: SearchFilter[][],
  properties: Record<string, string>,
  options: SearchOptions,
): boolean {
  if (groups.length === 0) return true;
  return groups.some((filters) => filters.every((filter) => matches(filter, properties, options)));
}

function matches(
  filter: SearchFilter,
  properties: Record<string, string>,
  { secondaryEmails }: SearchOptions,
): boolean {
  const { property, operator } = filter;
  if (property.name === 'email' && operator === 'EQ' && secondaryEmails) {
    const addresses = [properties.email, ...(properties.hs_additional_emails ?? '').split(';')];
    return addresses.includes(filter.value.toLowerCase());
  }
  const actual = properties[property.name];
  const present = actual !== undefined && actual !== '';
  switch (operator) {
    case 'HAS_PROPERTY':
      return present;
    case 'NOT_HAS_PROPERTY':
      return !present;
    case 'EQ':
      return present && equal(property, actual, filter.value);
    case 'NEQ':
      return present && !equal(property, actual, filter.value);
    case 'IN':
      return present && includes(property, actual, filter.values);
    case 'NOT_IN':
      return present && !includes(property, actual, filter.values);
    case 'CONTAINS_TOKEN':
      return present && containsToken(actual, filter.value);
    case 'NOT_CONTAINS_TOKEN':
      return !present || !containsToken(actual, filter.value);
    case 'LT':
      return present && order(property, actual, filter.value) < 0;
    case 'LTE':
      return present && order(property, actual, filter.value) <= 0;
    case 'GT':
      return present && order(property, actual, filter.value) > 0;
    case 'GTE':
      return present && order(property, actual, filter.value) >= 0;
    case 'BETWEEN':
      return (
        present &&
        order(property, actual, filter.value) >= 0 &&
        order(property, actual, filter.highValue) <= 0
      );
  }
}

/** HubSpot docs: Search the CRM: values are compared without regard to case, except those of enumerations. */
function equal(property: PropertyDefinition, actual: string, wanted: string): boolean {
  if (property.type === 'datetime' || property.type === 'number')
    return order(property, actual, wanted) === 0;
  if (property.type === 'enumeration') return actual.split(';').includes(wanted);
  return actual.toLowerCase() === wanted.toLowerCase();
}

/** HubSpot docs: Search the CRM: for IN and NOT_IN on strings the values must be lowercase; others never match. */
function includes(property: PropertyDefinition, actual: string, wanted: string[]): boolean {
  if (property.type === 'enumeration') return wanted.some((value) => actual.split(';').includes(value));
  return wanted.includes(actual.toLowerCase());
}

/** Whole words, `*` for any part of one: `*@example.com` matches each address of that domain. */
function containsToken(actual: string, wanted: string): boolean {
  const pattern = wanted
    .toLowerCase()
    .trim()
    .split('*')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^\\s;,]*');
  return new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, 'u').test(actual.toLowerCase());
}

function matchesQuery(query: string | undefined, properties: Record<string, string>): boolean {
  if (query === undefined) return true;
  return [...QUERIED, ...QUERIED_CALCULATED].some((name) =>
    containsToken(properties[name] ?? '', `${query}*`),
  );
}

function order({ type }: PropertyDefinition, actual: string, wanted: string): number {
  if (type === 'datetime' || type === 'date') {
    return (parseTimestamp(actual)?.getTime() ?? NaN) - (parseTimestamp(wanted)?.getTime() ?? NaN);
  }
  if (type === 'number') return Number(actual) - Number(wanted);
  return actual.toLowerCase().localeCompare(wanted.toLowerCase());
}

function compare(a: IndexEntry, b: IndexEntry, sort: SearchRequest['sort']): number {
  const byAge = Number(a.record.id) - Number(b.record.id);
  if (!sort) return byAge;
  const [left, right] = [a.properties[sort.propertyName] ?? '', b.properties[sort.propertyName] ?? ''];
  const byValue = left.localeCompare(right, 'en', { numeric: true });
  return (sort.descending ? -byValue : byValue) || byAge;
}
