import { CrmUnavailableError } from '../../errors';
import { parsedJson } from '../json';
import { boundedPause, type LimitReading, type Pace } from './limits';
import type { ResponseError } from './response-error';
import type { AnswerHeaders, ConnectionError, Fetch } from './transport';

/** No answer of a CRM is worth waiting for longer; the reply deadline usually ends it sooner. */
const REQUEST_TIMEOUT_MS = 10_000;

/** How a CRM's answers are read. */
export interface Dialect {
  crm: string;
  /** What the headers of every answer say about the limits. */
  limits?: (headers: AnswerHeaders) => LimitReading[];
  /** Undefined for a success; none: the caller looks at the status. */
  refusal?: (operation: string, answer: HttpAnswer) => ResponseError | undefined;
}

export interface HttpRequest extends Dialect {
  /** For the log: `POST sobjects/Lead`; holds no id and no value. */
  operation: string;
  method: string;
  url: string | URL;
  headers: Record<string, string>;
  body?: string;
  /** In the place of the body. */
  json?: unknown;
  /** What the CRM counts the request as, for its limits. */
  scope: string;
}

export interface HttpLine {
  fetch: Fetch;
  /** Ends the request at the event's deadline. */
  signal: AbortSignal;
  pace?: Pace;
  /** The jitter of pauses before a request is sent again. */
  random?: () => number;
}

export interface HttpAnswer {
  status: number;
  headers: AnswerHeaders;
  text: string;
  /** Undefined where there is no JSON object or array: the pages proxies and maintenance answer with. */
  json: object | undefined;
}

/**
 * Sends a request once and reads its whole answer, whatever its status; what it says about the limits is told.
 * @throws CrmUnavailableError when none came in time, or a success that cannot be the CRM's own: a proxy in between may
 * answer 200 with a page. @throws ResponseError for what the CRM's dialect calls a refusal.
 */
export async function exchange(request: HttpRequest, { fetch, signal, pace }: HttpLine): Promise<HttpAnswer> {
  const { crm, operation, method, url, json: sent, scope, limits, refusal } = request;
  const body = sent === undefined ? request.body : JSON.stringify(sent);
  const headers = { ...request.headers, ...(sent !== undefined && { 'content-type': 'application/json' }) };
  const writes = method !== 'GET';
  await pace?.before(scope, signal);
  // Not sent: nothing can have happened.
  if (signal.aborted) throw new CrmUnavailableError('stopped at the deadline', { crm, operation });
  const began = performance.now();
  const ended = (status?: number) =>
    pace?.ended?.({ operation, ...(status !== undefined && { status }), ms: performance.now() - began });
  let status: number, answered: AnswerHeaders, text: string;
  try {
    const response = await fetch(url, {
      method,
      headers,
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
      redirect: 'error',
    });
    ({ status, headers: answered } = response);
    text = await boundedText(response.body);
    ended(status);
  } catch (cause) {
    ended();
    const reason = signal.aborted ? 'stopped at the deadline' : `no answer (${codeOf(cause)})`;
    // By its field: each connector's bundle has a class of its own.
    const outcomeUnknown = writes && (cause as Partial<ConnectionError>).sent !== false;
    const details = { crm, operation, cause };
    throw new CrmUnavailableError(reason, details, { outcomeUnknown, down: !signal.aborted });
  }
  const json = parse(text);
  const readable = status === 204 || json !== undefined;
  if (readable && status < 500) pace?.answered();
  if (!readable && isSuccess(status)) {
    const details = { crm, operation, status };
    throw new CrmUnavailableError('unreadable answer', details, { outcomeUnknown: writes, down: true });
  }
  const answer = { status, headers: answered, text, json };
  const refused = refusal?.(operation, answer);
  const told = [...(limits?.(answered) ?? []), ...(refused?.meaning.limits ?? [])];
  for (const reading of told) pace?.observe(reading);
  if (refused) throw refused;
  return answer;
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Larger numbers are no seconds to wait but a time of day, or a mistake: a year has 31,536,000. */
const MOST_SECONDS = 31_536_000;

/**
 * Milliseconds the CRM asks us to wait, in seconds or as a date (RFC 9110, Retry-After), an hour at most; undefined where
 * it does not, or says what cannot be meant.
 * @param name of the header, where a CRM has one of its own.
 */
export function retryAfterMs(headers: AnswerHeaders, name = 'retry-after'): number | undefined {
  const text = headers.get(name)?.slice(0, 40).trim();
  if (!text) return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) {
    const seconds = Number(text);
    return seconds > MOST_SECONDS ? undefined : boundedPause(seconds * 1000);
  }
  // Not every text that JavaScript reads as a date is one: "-5" is the year 2001 to it.
  const at = /^[A-Za-z]{3},? |^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? undefined : boundedPause(at - Date.now());
}

/** Far above any answer we ask for, far below what an instance can hold. */
export const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** The answer is larger than any we ask for. */
class AnswerTooLargeError extends Error {
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
export async function boundedText(body: AsyncIterable<Uint8Array> | null): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size > MAX_ANSWER_BYTES) throw new AnswerTooLargeError();
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function parse(text: string): object | undefined {
  const value = parsedJson(text);
  return typeof value === 'object' && value !== null ? value : undefined;
}

function codeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: string };
  return typeof code === 'string' ? code : (name ?? 'unknown');
}
