import type { Backend } from '../backend';
import { apiError, notFound } from '../http/errors';
import type { ApiRequest, ApiResponse, Router } from '../http/router';
import { withMetadata } from '../rule-records';
import { malformedQuery } from '../soql/errors';
import { runQuery, type QueryResult } from '../soql/run';
import { tooHeavy } from '../wildcards';

/** Rows of one answer unless asked for fewer (Salesforce docs: Query Options Header). */
const PAGE = 2000;

/** SOQL reads what is committed, without any lag (Salesforce docs: Query). */
export function queryRoutes(router: Router, backend: Backend): void {
  const cursors = new Map<string, QueryResult>();
  let lastCursor = 0;

  const page = (request: ApiRequest, result: QueryResult, cursor: string, from: number): ApiResponse => {
    const until = from + pageSize(request);
    const done = until >= result.records.length;
    const { totalSize } = result;
    if (done) return { status: 200, body: { totalSize, done, records: result.records.slice(from) } };
    cursors.set(cursor, result);
    const nextRecordsUrl = `/services/data/${request.version}/query/${cursor}-${until}`;
    return {
      status: 200,
      body: { totalSize, done, nextRecordsUrl, records: result.records.slice(from, until) },
    };
  };

  const query = (options: { all?: boolean; tooling?: boolean }) => (request: ApiRequest) => {
    const text = request.query.get('q');
    if (text === null) throw malformedQuery('A query string has to be specified');
    const heavy = tooHeavy(text, backend.settings.wildcardSearch);
    if (heavy) throw heavy;
    const { records, schema } = backend;
    const result = runQuery(
      { records, schema, userId: request.userId, text },
      { version: request.version, ...options },
    );
    const shown = { ...result, records: withMetadata(result.records) };
    return page(request, shown, `01gL0${String(++lastCursor).padStart(10, '0')}AAA`, 0);
  };

  router.on('GET', '/query', query({}));
  router.on('GET', '/queryAll', query({ all: true }));
  router.on('GET', '/tooling/query', query({ tooling: true }));
  router.on('GET', '/query/:locator', (request, param) => {
    const [cursor = '', from = ''] = param('locator').split('-');
    const result = cursors.get(cursor);
    if (!result) throw notFound();
    if (!/^\d+$/.test(from)) throw apiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
    return page(request, result, cursor, Number(from));
  });
}

function pageSize({ headers }: ApiRequest): number {
  const [, size] = /batchSize=(\d+)/i.exec(headers['sforce-query-options'] ?? '') ?? [];
  return size === undefined ? PAGE : Math.min(Math.max(Number(size), 200), PAGE);
}
