import { PassThrough } from 'node:stream';
import { CrmUnavailableError } from '../errors';
import type { Pace } from '../limits';
import { SalesforceResponseError } from './errors';
import { limitsInHeaders, limitsInRefusal } from './limits';

/** No answer of Salesforce is worth waiting for longer; the reply deadline usually ends it sooner. */
const REQUEST_TIMEOUT_MS = 10_000;

/** A request as jsforce hands it to its transport. */
interface HttpRequest {
  url: string;
  method: string;
  headers?: Record<string, string>;
  body?: unknown;
}

interface HttpResponse {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

export interface TransportOptions {
  fetch: typeof fetch;
  signal: AbortSignal;
  pace?: Pace;
  /** For the log: `POST sobjects/Lead`; holds no id and no value. */
  operation: string;
}

/**
 * Our transport in the place of jsforce's own, which repeats for 15 seconds over a dead server, cannot be aborted and
 * follows every 401 with another attempt. One request, one answer.
 * @throws SalesforceResponseError for every answer that is no success.
 * @throws CrmUnavailableError when there was no answer.
 */
export function transport(options: TransportOptions) {
  return {
    httpRequest(request: HttpRequest) {
      // jsforce pipes the answer to whoever wants it as a stream, which nobody does.
      return Object.assign(send(request, options), { stream: () => new PassThrough() });
    },
  };
}

async function send(
  request: HttpRequest,
  { fetch, signal, pace, operation }: TransportOptions,
): Promise<HttpResponse> {
  const { url, method, body } = request;
  // fetch counts the body itself.
  const { 'content-length': _length, ...headers } = request.headers ?? {};
  await pace?.before('general', signal);
  // Not sent: nothing can have happened.
  if (signal.aborted)
    throw new CrmUnavailableError('stopped at the deadline', { crm: 'Salesforce', operation });
  let response: Response, text: string;
  try {
    response = await fetch(url, {
      method,
      headers,
      body: typeof body === 'string' ? body : undefined,
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
      redirect: 'error',
    });
    text = await response.text();
  } catch (cause) {
    const reason = signal.aborted ? 'stopped at the deadline' : `no answer (${codeOf(cause)})`;
    const mayHaveHappened = method !== 'GET' && !neverSent(cause);
    const details = { crm: 'Salesforce', operation, cause };
    throw new CrmUnavailableError(reason, details, { mayHaveHappened, down: !signal.aborted });
  }
  const { status } = response;
  // Not a page of a proxy's.
  if (status < 500 && (text === '' || typeof parse(text) === 'object')) pace?.answered();
  for (const reading of limitsInHeaders(response.headers)) pace?.heard(reading);
  if (status < 200 || status >= 300) {
    const refusal = new SalesforceResponseError(
      operation,
      status,
      parse(text),
      retryAfterMs(response.headers),
    );
    for (const reading of limitsInRefusal(refusal)) pace?.heard(reading);
    throw refusal;
  }
  // A proxy in between may answer 200 with a page of its own.
  if (text !== '' && typeof parse(text) !== 'object') {
    const details = { crm: 'Salesforce', operation, status };
    const mayHaveHappened = method !== 'GET';
    throw new CrmUnavailableError('unreadable answer', details, { mayHaveHappened, down: true });
  }
  return { statusCode: status, headers: Object.fromEntries(response.headers), body: text };
}

/** Undefined for the pages proxies and maintenance answer with. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function retryAfterMs(headers: Headers): number | undefined {
  const text = headers.get('retry-after');
  if (!text) return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined;
  if (typeof cause?.code === 'string') return cause.code;
  return error instanceof Error ? error.name : 'unknown';
}

function neverSent(error: unknown): boolean {
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'].includes(codeOf(error));
}
