import { isSuccess, retryAfterMs, type Dialect, type HttpLine } from '../../shared/http/exchange';
import { limitsInHeaders } from '../../shared/http/limits';
import { allPages } from '../../shared/http/pages';
import { send, type Credential, type Query } from '../../shared/http/send';
import { PipedriveResponseError, WINDOW_MS } from './errors';
import { isObject, objectOf, objectsOf, type Json } from './json';

export type PipedriveApi = ReturnType<typeof createApi>;

const PAGE_SIZE = 500;

/**
 * Pipedrive's REST API, bound to one event's signal.
 * @throws PipedriveResponseError for every answer that is no success.
 * @throws CrmUnavailableError when there was no answer.
 */
export function createApi(baseUrl: string, line: HttpLine, credential: Credential) {
  async function ask(method: string, path: string, query?: Query, json?: Json): Promise<Json> {
    const operation = `${method} ${path.replace(/^\/api\//, '').replaceAll(/\/(\d+|[0-9a-f-]{36})(?=\/|$)/g, '')}`;
    const call = { operation, method, url: baseUrl + path, query, json, repeatable: method !== 'POST' };
    const headers = { accept: 'application/json' };
    return objectOf((await send(PIPEDRIVE, { ...call, headers }, line, credential)).json);
  }

  return {
    /** `data` of the answer. */
    get: async (path: string, query?: Query) => (await ask('GET', path, query)).data,
    /** Every page of a list, so many at most. */
    list: (path: string, query: Query, maxPages = 20) =>
      allPages(maxPages, async (further?: Query) => {
        const page = await ask('GET', path, { limit: PAGE_SIZE, ...query, ...further });
        return { items: objectsOf(page.data), next: nextPage(page.additional_data) };
      }),
    /** Never repeated where it may have taken effect. */
    post: async (path: string, body: Json) => (await ask('POST', path, {}, body)).data,
    patch: async (path: string, body: Json) => (await ask('PATCH', path, {}, body)).data,
    put: async (path: string, body: Json) => (await ask('PUT', path, {}, body)).data,
  };
}

/** Where the next page begins: v2 has a cursor, v1 a number. */
function nextPage(more: unknown): Query | undefined {
  const { next_cursor: cursor, pagination }: Json = isObject(more) ? more : {};
  if (typeof cursor === 'string') return { cursor };
  const start = isObject(pagination) ? pagination.next_start : undefined;
  return typeof start === 'number' ? { start } : undefined;
}

const RATE = 'x-ratelimit';
const DAILY = 'x-daily-ratelimit-token';

const PIPEDRIVE: Dialect = {
  crm: 'Pipedrive',
  limits: (headers) =>
    limitsInHeaders(headers, [
      { scope: 'general', limit: `${RATE}-limit`, remaining: `${RATE}-remaining`, windowMs: WINDOW_MS },
      { scope: 'daily', limit: `${DAILY}-limit`, remaining: `${DAILY}-remaining` },
    ]),
  refusal(operation, { status, headers, json: answer }) {
    const json = isObject(answer) ? answer : undefined;
    if (isSuccess(status) && json && json.success !== false) return undefined;
    // A failure in the clothes of a success is read by the status its body names.
    const named = isSuccess(status) && typeof json?.errorCode === 'number' ? json.errorCode : status;
    // Sources name both, in seconds; at times there is neither.
    const waitMs = retryAfterMs(headers) ?? retryAfterMs(headers, `${RATE}-reset`);
    return new PipedriveResponseError(operation, named < 300 ? 502 : named, json, waitMs);
  },
};
