import { exchange, type HttpLine } from '../../shared/http/exchange';
import { sendWithRetry, type RetryAdvice } from '../../shared/http/retry';
import type { Credential } from './credential';
import { PipedriveResponseError, isBusy, isUnprocessed } from './errors';
import { isObject, objectsOf, type Json } from './json';
import { limitsInHeaders, limitsInRefusal, scopeOf, waitIn } from './limits';

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

interface Call {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT';
  path: string;
  query?: Query;
  body?: Json;
}

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
  const send = (call: Call): Promise<Json> =>
    sendWithRetry(() => once(call), {
      repeatable: call.method !== 'POST',
      signal: line.signal,
      random: line.random,
      advise,
    });

  async function once({ method, path, query = {}, body }: Call): Promise<Json> {
    const url = new URL(baseUrl + path);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const operation = `${method} ${path.replace(/^\/api\//, '').replaceAll(/\/(\d+|[0-9a-f-]{36})(?=\/|$)/g, '')}`;
    const scope = scopeOf(`${path}?`);
    const proof = await line.credential.headers(line.signal);
    const headers = {
      ...proof,
      accept: 'application/json',
      ...(body && { 'content-type': 'application/json' }),
    };
    const request = { crm: 'Pipedrive', operation, method, url, headers, scope };
    const answer = await exchange({ ...request, ...(body && { body: JSON.stringify(body) }) }, line);
    for (const reading of limitsInHeaders(answer.headers)) line.pace?.observe(reading);
    const json = isObject(answer.json) ? answer.json : undefined;
    if (answer.status >= 200 && answer.status < 300 && json && json.success !== false) return json;
    // A failure in the clothes of a success is read by the status its body names.
    const named = answer.status < 300 && typeof json?.errorCode === 'number' ? json.errorCode : answer.status;
    const status = named < 300 ? 502 : named;
    if (status === 401) line.credential.refused(proof);
    const refusal = new PipedriveResponseError(operation, status, json, waitIn(answer.headers));
    for (const reading of limitsInRefusal(refusal, scope)) line.pace?.observe(reading);
    throw refusal;
  }

  return {
    get: async (path, query) => (await send({ method: 'GET', path, query })).data,
    async list(path, query, maxPages = 20) {
      const items: Json[] = [];
      let further: Query | undefined = {};
      for (let pages = 0; pages < maxPages && further; pages++) {
        const page = await send({ method: 'GET', path, query: { limit: PAGE_SIZE, ...query, ...further } });
        items.push(...objectsOf(page.data));
        further = nextPage(page.additional_data);
      }
      return items;
    },
    post: async (path, body) => (await send({ method: 'POST', path, body })).data,
    patch: async (path, body) => (await send({ method: 'PATCH', path, body })).data,
    put: async (path, body) => (await send({ method: 'PUT', path, body })).data,
  };
}

/** Where the next page begins: v2 has a cursor, v1 a number. */
function nextPage(more: unknown): Query | undefined {
  const { next_cursor: cursor, pagination }: Json = isObject(more) ? more : {};
  if (typeof cursor === 'string') return { cursor };
  const start = isObject(pagination) ? pagination.next_start : undefined;
  return typeof start === 'number' ? { start } : undefined;
}

function advise(error: unknown, attempt: number): RetryAdvice | undefined {
  if (!(error instanceof PipedriveResponseError)) return undefined;
  // A token that is valid is refused now and then, and one of an app ends: one more try tells it from one that is not.
  if (error.status === 401) return attempt === 1 ? { unprocessed: true, pauseMs: 0 } : undefined;
  if (!isBusy(error) || error.status === 403) return undefined;
  if (error.status === 429 && error.retryAfterMs === undefined) return undefined;
  return { unprocessed: isUnprocessed(error), pauseMs: error.retryAfterMs };
}
