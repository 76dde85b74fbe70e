import type { SearchGroup, Wanted } from './syntax';
import { parseSearch } from './parser';
import { matches, wordsOf, type Term } from './term';
import { noSuchObject } from '../soql/errors';
import type { Scope } from '../soql/fields';
import { applyClauses, bindSelected, project, type RunOptions } from '../soql/run';
import type { FieldDefinition, Values } from '../records/state';

export interface SearchOptions extends RunOptions {
  /** Whether digits find a phone number whatever stands between its digits; Salesforce documents neither way. */
  phoneSearchIgnoresPunctuation: boolean;
}

const TEXT_TYPES = ['string', 'textarea', 'email', 'phone', 'url', 'combobox', 'picklist'];
const NAMES = ['Name', 'FirstName', 'LastName', 'Company', 'Subject'];

/** Runs SOSL on what the search index holds, which is behind the records. @throws SalesforceError */
export function runSearch(scope: Scope, options: SearchOptions): Record<string, unknown>[] {
  const { term, group, wanted, limit } = parseSearch(scope.text);
  return search(scope, term, group, wanted, options).slice(0, limit);
}

/** @throws SalesforceError for an unknown object or field. */
export function search(
  scope: Scope,
  term: Term,
  group: SearchGroup,
  wanted: Wanted[],
  options: SearchOptions,
): Record<string, unknown>[] {
  return wanted.flatMap(({ type, fields, clauses }) => {
    const info = scope.schema.object(type.name);
    if (!info) throw noSuchObject(scope.text, type.at, type.name);
    const searched = scope.schema.fields(info.name, scope.userId).filter((field) => isSearched(field, group));
    const found = scope.records
      .indexed(info.name)
      .filter(({ values }) => matches(term, textsOf(searched, values, options)))
      .map(({ values }) => values);
    const bound = bindSelected(scope, info.name, fields);
    const rows = applyClauses(scope, info.name, found, clauses, options);
    return rows.map((values) => project(scope, info.name, values, bound, options.version));
  });
}

function isSearched({ type, name }: FieldDefinition, group: SearchGroup): boolean {
  switch (group) {
    case 'EMAIL':
      return type === 'email';
    case 'PHONE':
      return type === 'phone';
    case 'NAME':
      return NAMES.includes(name);
    case 'ALL':
      return TEXT_TYPES.includes(type);
  }
}

function textsOf(fields: FieldDefinition[], values: Values, options: SearchOptions): string[][] {
  return fields.flatMap(({ name, type }) => {
    const value = values[name];
    if (typeof value !== 'string') return [];
    const words = wordsOf(value);
    const digits = type === 'phone' && options.phoneSearchIgnoresPunctuation;
    return digits ? [words, [value.replace(/\D/g, '')]] : [words];
  });
}
