import { exchange, isSuccess, type Dialect, type HttpLine } from '../../shared/http/exchange';
import { limitsInHeaders, scopeOf } from '../../shared/http/limits';
import { sendWithRetry } from '../../shared/http/retry';
import type { Credential } from './credential';
import { PipedriveResponseError } from './errors';
import { isObject, objectOf, objectsOf, type Json } from './json';
import { LIMIT_HEADERS, waitIn } from './limits';

export interface PipedriveApi {
  /** `data` of the answer. */
  get(path: string, query?: Query): Promise<unknown>;
  /** Every page of a list, so many at most. */
  list(path: string, query: Query, maxPages?: number): Promise<Json[]>;
  /** Never repeated where it may have taken effect. */
  post(path: string, body: Json): Promise<unknown>;
  patch(path: string, body: Json): Promise<unknown>;
  put(path: string, body: Json): Promise<unknown>;
}

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

const PAGE_SIZE = 500;

/**
 * Pipedrive's REST API, bound to one event's signal.
 * @throws PipedriveResponseError for every answer that is no success.
 * @throws CrmUnavailableError when there was no answer.
 */
export function createApi(
  baseUrl: string,
  line: HttpLine & { credential: Pick<Credential, 'headers' | 'refused'>; random?: () => number },
): PipedriveApi {
  const { signal, random, credential } = line;
  const send = (method: string, path: string, query?: Query, json?: Json) =>
    sendWithRetry(() => once(method, path, query, json), { repeatable: method !== 'POST', signal, random });

  async function once(method: string, path: string, query: Query = {}, json?: Json): Promise<Json> {
    const url = new URL(baseUrl + path);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const operation = `${method} ${path.replace(/^\/api\//, '').replaceAll(/\/(\d+|[0-9a-f-]{36})(?=\/|$)/g, '')}`;
    const proof = await credential.headers(signal);
    const headers = { ...proof, accept: 'application/json' };
    const request = { ...PIPEDRIVE, operation, method, url, headers, json, scope: scopeOf(path) };
    try {
      return objectOf((await exchange(request, line)).json);
    } catch (error) {
      if (error instanceof PipedriveResponseError && error.status === 401) credential.refused(proof);
      throw error;
    }
  }

  return {
    get: async (path, query) => (await send('GET', path, query)).data,
    async list(path, query, maxPages = 20) {
      const items: Json[] = [];
      let further: Query | undefined = {};
      for (let pages = 0; pages < maxPages && further; pages++) {
        const page = await send('GET', path, { limit: PAGE_SIZE, ...query, ...further });
        items.push(...objectsOf(page.data));
        further = nextPage(page.additional_data);
      }
      return items;
    },
    post: async (path, body) => (await send('POST', path, {}, body)).data,
    patch: async (path, body) => (await send('PATCH', path, {}, body)).data,
    put: async (path, body) => (await send('PUT', path, {}, body)).data,
  };
}

/** Where the next page begins: v2 has a cursor, v1 a number. */
function nextPage(more: unknown): Query | undefined {
  const { next_cursor: cursor, pagination }: Json = isObject(more) ? more : {};
  if (typeof cursor === 'string') return { cursor };
  const start = isObject(pagination) ? pagination.next_start : undefined;
  return typeof start === 'number' ? { start } : undefined;
}

const PIPEDRIVE: Dialect = {
  crm: 'Pipedrive',
  limits: (headers) => limitsInHeaders(headers, LIMIT_HEADERS),
  refusal(operation, { status, headers, json: answer }) {
    const json = isObject(answer) ? answer : undefined;
    if (isSuccess(status) && json && json.success !== false) return undefined;
    // A failure in the clothes of a success is read by the status its body names.
    const named = isSuccess(status) && typeof json?.errorCode === 'number' ? json.errorCode : status;
    return new PipedriveResponseError(operation, named < 300 ? 502 : named, json, waitIn(headers));
  },
};
