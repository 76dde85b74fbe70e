import type { Backend } from '../backend';
import { jsonObject } from '../http/body';
import { apiError } from '../http/errors';
import type { ApiRequest, ApiResponse, Router } from '../http/router';
import type { Scope } from '../soql/fields';
import { Reader } from '../soql/parser';
import { runSearch, search, type SearchOptions } from '../sosl/run';
import type { SearchGroup, Wanted } from '../sosl/syntax';
import { malformedSearch, plainTerm } from '../sosl/term';

/** SOSL reads the search index, which is written later than the records (Salesforce docs: Search). */
export function searchRoutes(router: Router, backend: Backend): void {
  const scopeOf = ({ userId }: ApiRequest, text: string): Scope => {
    const { records, schema } = backend;
    return { records, schema, userId, text };
  };
  const optionsOf = ({ version }: ApiRequest): SearchOptions => {
    const { phoneSearchIgnoresPunctuation } = backend.settings;
    return { version, phoneSearchIgnoresPunctuation };
  };

  router.on('GET', '/search', (request) => {
    const text = request.query.get('q') ?? '';
    return answer(runSearch(scopeOf(request, text), optionsOf(request)));
  });

  const parameterized = (request: ApiRequest, asked: Parameters) => {
    const { q, group, wanted, limit } = asked;
    return answer(
      search(scopeOf(request, q), plainTerm(q), group, wanted, optionsOf(request)).slice(0, limit),
    );
  };
  router.on('GET', '/parameterizedSearch', (request) => parameterized(request, fromQuery(request.query)));
  router.on('POST', '/parameterizedSearch', (request) => {
    return parameterized(request, fromBody(jsonObject(request.json())));
  });
}

function answer(searchRecords: Record<string, unknown>[]): ApiResponse {
  return { status: 200, body: { searchRecords } };
}

interface Parameters {
  q: string;
  group: SearchGroup;
  wanted: Wanted[];
  limit?: number;
}

/** Salesforce docs: Parameterized Search, GET. */
function fromQuery(query: URLSearchParams): Parameters {
  const list = (name: string) => query.getAll(name).flatMap((part) => part.split(','));
  const limit = query.get('overallLimit') ?? query.get('defaultLimit');
  return {
    q: query.get('q') ?? '',
    group: readGroup(query.get('in')),
    wanted: list('sobject').map((name) => {
      const own = list(`${name}.fields`);
      return wantedOf(name, own.length > 0 ? own : list('fields'), query.get(`${name}.where`), {
        limit: numberOf(query.get(`${name}.limit`) ?? query.get('defaultLimit')),
      });
    }),
    limit: numberOf(limit),
  };
}

/** Salesforce docs: Parameterized Search, POST. */
function fromBody(body: Record<string, unknown>): Parameters {
  const shared = names(body.fields);
  const sobjects = Array.isArray(body.sobjects) ? (body.sobjects as Record<string, unknown>[]) : [];
  const defaultLimit = numberOf(body.defaultLimit);
  return {
    q: typeof body.q === 'string' ? body.q : '',
    group: readGroup(body.in),
    wanted: sobjects.map(({ name, fields, where, limit }) => {
      const own = names(fields);
      return wantedOf(String(name), own.length > 0 ? own : shared, where, {
        limit: numberOf(limit) ?? defaultLimit,
      });
    }),
    limit: numberOf(body.overallLimit),
  };
}

function wantedOf(name: string, fields: string[], where: unknown, { limit }: { limit?: number }): Wanted {
  const clauses =
    typeof where === 'string'
      ? new Reader(`WHERE ${where}`, (message) => malformedSearch(message)).clauses()
      : { orderBy: [] };
  const refs = (fields.length > 0 ? fields : ['Id']).map((field) => ({ name: field.trim(), at: 0 }));
  return { type: { name, at: 0 }, fields: refs, clauses: { ...clauses, limit: limit ?? clauses.limit } };
}

function readGroup(written: unknown): SearchGroup {
  const group = typeof written === 'string' ? written.toUpperCase() : 'ALL';
  switch (group) {
    case 'ALL':
    case 'NAME':
    case 'EMAIL':
    case 'PHONE':
      return group;
    default:
      throw apiError(400, 'INVALID_SEARCH_SCOPE', `search group ${group} is not valid`);
  }
}

function names(list: unknown): string[] {
  return Array.isArray(list) ? list.map(String) : [];
}

function numberOf(value: unknown): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}
