import { CrmUnavailableError } from '../errors';
import { boundedPause, type Pace } from './limits';

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
  const began = performance.now();
  const ended = (status?: number) =>
    pace?.ended?.({ operation, ...(status !== undefined && { status }), ms: performance.now() - began });
  let response: Response, text: string;
  try {
    response = await fetch(url, {
      method,
      headers,
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
      redirect: 'error',
    });
    text = await boundedText(response);
    ended(response.status);
  } catch (cause) {
    ended();
    const reason = signal.aborted ? 'stopped at the deadline' : `no answer (${codeOf(cause)})`;
    const outcomeUnknown = writes && !NEVER_SENT.has(codeOf(cause));
    const details = { crm, operation, cause };
    throw new CrmUnavailableError(reason, details, { outcomeUnknown, down: !signal.aborted });
  }
  const { status } = response;
  const json = parse(text);
  const readable = status === 204 || json !== undefined;
  if (readable && status < 500) pace?.answered();
  if (!readable && response.ok) {
    const details = { crm, operation, status };
    throw new CrmUnavailableError('unreadable answer', details, { outcomeUnknown: writes, down: true });
  }
  return { status, headers: response.headers, text, json };
}

/** Larger numbers are no seconds to wait but a time of day, or a mistake: a year has 31,536,000. */
const MOST_SECONDS = 31_536_000;

/**
 * Milliseconds the CRM asks us to wait, in seconds or as a date (RFC 9110, Retry-After), an hour at most; undefined where
 * it does not, or says what cannot be meant.
 */
export function retryAfterMs(headers: Headers, now: number = Date.now()): number | undefined {
  const text = headers.get('retry-after')?.slice(0, 40).trim();
  if (!text) return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) {
    const seconds = Number(text);
    return seconds > MOST_SECONDS ? undefined : boundedPause(seconds * 1000);
  }
  // Not every text that JavaScript reads as a date is one: "-5" is the year 2001 to it.
  const at = /^[A-Za-z]{3},? |^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? undefined : boundedPause(at - now);
}

/** Far above any answer we ask for, far below what an instance can hold. */
export const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** The answer is larger than any we ask for. */
export class AnswerTooLargeError extends Error {
  override readonly name = 'AnswerTooLargeError';
  readonly code = 'ANSWER_TOO_LARGE';

  constructor() {
    super(`The answer is larger than ${MAX_ANSWER_BYTES} bytes`);
  }
}

/**
 * The body as text; reading ends, and the connection with it, where it is larger than `MAX_ANSWER_BYTES`.
 * @throws AnswerTooLargeError
 */
export async function boundedText(response: Response): Promise<string> {
  const reader = response.body?.getReader() as ReadableStreamDefaultReader<Uint8Array> | undefined;
  if (!reader) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    chunks.push(part.value);
    size += part.value.byteLength;
    if (size <= MAX_ANSWER_BYTES) continue;
    await reader.cancel().catch(() => undefined);
    throw new AnswerTooLargeError();
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
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
  if (error instanceof AnswerTooLargeError) return error.code;
  const cause = error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined;
  if (typeof cause?.code === 'string') return cause.code;
  return error instanceof Error ? error.name : 'unknown';
}
