import {
  ResponseContext,
  wrapHttpLibrary,
  type HttpLibrary,
  type RequestContext,
} from '@hubspot/api-client/lib/codegen/crm/objects/http/http';
import { CrmUnavailableError } from '../errors';
import { versionedPath } from './api-version';
import type { Pace } from '../limits';
import { HubSpotResponseError, isBusy, isRefusedUnprocessed } from './errors';
import { limitsInHeaders, limitsInRefusal, scopeOf } from './limits';

/** No answer of HubSpot is worth waiting for longer; the reply deadline usually ends it sooner. */
const REQUEST_TIMEOUT_MS = 10_000;
/** Attempts within one event. What still fails goes back to the inbox, where there is time. */
const MAX_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 200;
/** A longer pause than this is better spent in the inbox. */
const MAX_PAUSE_MS = 1_000;

export interface TransportOptions {
  fetch: typeof fetch;
  signal: AbortSignal;
  pace?: Pace;
  /** Sees every successful answer, before the generated client drops what it does not know. */
  onAnswer?: (text: string) => void;
  /** Seconds to wait come from HubSpot; the jitter from here. */
  random?: () => number;
}

export interface HubSpotRequest {
  operation: string;
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string;
  /** Sending it twice has the effect of sending it once. */
  repeatable: boolean;
}

/**
 * Sends one request: aborts with the event's signal, repeats quickly what may be repeated.
 * @throws HubSpotResponseError for every answer that is no success.
 * @throws CrmUnavailableError when there was no answer.
 */
export async function sendToHubSpot(
  request: HubSpotRequest,
  options: TransportOptions,
): Promise<{ status: number; headers: Headers; text: string }> {
  const { signal, random = Math.random } = options;
  for (let attempt = 1; ; attempt++) {
    const last = attempt === MAX_ATTEMPTS;
    try {
      return await sendOnce(request, options);
    } catch (error) {
      const pause = pauseBefore(error, request, attempt, random);
      if (last || pause === undefined || pause > MAX_PAUSE_MS || signal.aborted) throw error;
      await sleep(pause, signal);
      if (signal.aborted) throw error;
    }
  }
}

async function sendOnce(request: HubSpotRequest, { fetch, signal, pace }: TransportOptions) {
  const { operation, method, headers, body } = request;
  await pace?.before(scopeOf(request.url), signal);
  // Not sent: nothing can have happened.
  if (signal.aborted) throw new CrmUnavailableError('stopped at the deadline', { crm: 'HubSpot', operation });
  const url = new URL(request.url);
  url.pathname = versionedPath(url.pathname);
  let status: number, responseHeaders: Headers, text: string;
  try {
    const response = await fetch(url, {
      method,
      headers,
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
      redirect: 'error',
    });
    ({ status, headers: responseHeaders } = response);
    text = await response.text();
  } catch (cause) {
    const sent = !neverSent(cause);
    const reason = signal.aborted ? 'stopped at the deadline' : `no answer (${codeOf(cause)})`;
    const details = { crm: 'HubSpot', operation, cause };
    const mayHaveHappened = sent && method !== 'GET';
    throw new CrmUnavailableError(reason, details, { mayHaveHappened, down: !signal.aborted });
  }
  // Not a page of a proxy's.
  if (status < 500 && (status === 204 || isJsonObject(text))) pace?.answered();
  for (const reading of limitsInHeaders(responseHeaders)) pace?.heard(reading);
  if (status >= 200 && status < 300) {
    if (status !== 204 && !isJsonObject(text)) {
      const details = { crm: 'HubSpot', operation, status };
      const mayHaveHappened = method !== 'GET';
      throw new CrmUnavailableError('unreadable answer', details, { mayHaveHappened, down: true });
    }
    return { status, headers: responseHeaders, text };
  }
  const refusal = new HubSpotResponseError(operation, status, text, retryAfterMs(responseHeaders));
  for (const reading of limitsInRefusal(refusal)) pace?.heard(reading);
  throw refusal;
}

/** A proxy in between may answer 200 with a page of its own. */
function isJsonObject(text: string): boolean {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null;
  } catch {
    return false;
  }
}

/** Milliseconds to wait before the next attempt; undefined when the request must not be sent again from here. */
function pauseBefore(
  error: unknown,
  request: HubSpotRequest,
  attempt: number,
  random: () => number,
): number | undefined {
  const backOff = FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + random());
  if (error instanceof CrmUnavailableError)
    return request.repeatable || !error.mayHaveHappened ? backOff : undefined;
  if (!(error instanceof HubSpotResponseError)) return undefined;
  // A token that is valid is refused now and then; one more try tells it from one that is not.
  if (error.status === 401) return attempt === 1 ? 0 : undefined;
  if (!isBusy(error.status)) return undefined;
  if (!request.repeatable && !isRefusedUnprocessed(error.status)) return undefined;
  if (error.status === 429) return error.retryAfterMs ?? rateLimitPause(error);
  return error.retryAfterMs ?? backOff;
}

/** Only the one-second window is worth waiting for within an event (HubSpot docs: API usage guidelines). */
function rateLimitPause(error: HubSpotResponseError): number | undefined {
  return error.body.policyName === 'SECONDLY' ? MAX_PAUSE_MS : undefined;
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

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}

/** Our transport in the place of the generated client's own, which has no timeout and repeats POSTs. */
export function httpLibrary(options: TransportOptions): HttpLibrary {
  return wrapHttpLibrary({
    async send(context: RequestContext) {
      const method = context.getHttpMethod().toString();
      const url = context.getUrl();
      const { status, headers, text } = await sendToHubSpot(
        {
          operation: operationName(method, url),
          method,
          url,
          headers: context.getHeaders(),
          body: context.getBody() as string | undefined,
          repeatable: isRepeatable(method, url),
        },
        options,
      );
      options.onAnswer?.(text);
      return new ResponseContext(status, Object.fromEntries(headers), {
        text: () => Promise.resolve(text),
        binary: () => Promise.resolve(Buffer.from(text)),
      });
    },
  });
}

/** `POST /crm/v3/objects/contacts/search` is "POST contacts/search": ids are left out, they name people. */
function operationName(method: string, url: string): string {
  const path = new URL(url).pathname.replace(/^\/crm\/v3\/(objects\/)?/, '');
  return `${method} ${path
    .split('/')
    .filter((part) => part && !/\d|%40|@/.test(part))
    .join('/')}`;
}

/** Creating a contact twice is refused by its unique e-mail; creating a note twice makes two. */
function isRepeatable(method: string, url: string): boolean {
  return method !== 'POST' || /\/(search|batch\/read)$/.test(new URL(url).pathname);
}
