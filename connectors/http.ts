import { CrmUnavailableError } from './errors';
import type { Pace } from './limits';

/** No answer of a CRM is worth waiting for longer; the reply deadline usually ends it sooner. */
const REQUEST_TIMEOUT_MS = 10_000;
/** Codes of Node and of its fetch for a connection that never came about. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

export interface HttpRequest {
  crm: string;
  /** For the log: `POST sobjects/Lead`; holds no id and no value. */
  operation: string;
  method: string;
  url: string | URL;
  headers: Record<string, string>;
  body?: string;
  /** What the CRM counts the request as, for its limits. */
  scope: string;
}

export interface HttpLine {
  fetch: typeof fetch;
  /** Ends the request at the event's deadline. */
  signal: AbortSignal;
  pace?: Pace;
}

export interface HttpAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** Undefined where there is no JSON object or array: the pages proxies and maintenance answer with. */
  json: object | undefined;
}

/**
 * Sends a request once and reads its whole answer, whatever its status.
 * @throws CrmUnavailableError when none came in time, or a success that cannot be the CRM's own: a proxy in between may
 * answer 200 with a page.
 */
export async function exchange(request: HttpRequest, { fetch, signal, pace }: HttpLine): Promise<HttpAnswer> {
  const { crm, operation, method, url, headers, body, scope } = request;
  const writes = method !== 'GET';
  await pace?.before(scope, signal);
  // Not sent: nothing can have happened.
  if (signal.aborted) throw new CrmUnavailableError('stopped at the deadline', { crm, operation });
  let response: Response, text: string;
  try {
    response = await fetch(url, {
      method,
      headers,
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
      redirect: 'error',
    });
    text = await response.text();
  } catch (cause) {
    const reason = signal.aborted ? 'stopped at the deadline' : `no answer (${codeOf(cause)})`;
    const mayHaveHappened = writes && !NEVER_SENT.has(codeOf(cause));
    const details = { crm, operation, cause };
    throw new CrmUnavailableError(reason, details, { mayHaveHappened, down: !signal.aborted });
  }
  const { status } = response;
  const json = parse(text);
  const readable = status === 204 || json !== undefined;
  if (readable && status < 500) pace?.answered();
  if (!readable && response.ok) {
    const details = { crm, operation, status };
    throw new CrmUnavailableError('unreadable answer', details, { mayHaveHappened: writes, down: true });
  }
  return { status, headers: response.headers, text, json };
}

/** Milliseconds the CRM asks us to wait, in seconds or as a date (RFC 9110, Retry-After); undefined where it does not. */
export function retryAfterMs(headers: Headers): number | undefined {
  const text = headers.get('retry-after');
  if (!text) return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

function parse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined;
  if (typeof cause?.code === 'string') return cause.code;
  return error instanceof Error ? error.name : 'unknown';
}
