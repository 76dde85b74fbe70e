import {
  ResponseContext,
  wrapHttpLibrary,
  type HttpLibrary,
  type RequestContext,
} from '@hubspot/api-client/lib/codegen/crm/objects/http/http';
import { CrmUnavailableError } from '../../errors';
import { exchange, retryAfterMs, type HttpAnswer, type HttpLine } from '../../shared/exchange';
import { versionedPath } from './version';
import { HubSpotResponseError, isBusy, isRefusedUnprocessed } from './errors';
import { limitsInHeaders, limitsInRefusal, scopeOf } from './limits';

/** Attempts within one event. What still fails goes back to the inbox, where there is time. */
const MAX_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 200;
/** A longer pause than this is better spent in the inbox. */
const MAX_PAUSE_MS = 1_000;

export interface TransportOptions extends HttpLine {
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
export async function sendToHubSpot(request: HubSpotRequest, options: TransportOptions): Promise<HttpAnswer> {
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

async function sendOnce(
  { operation, method, url, headers, body }: HubSpotRequest,
  options: TransportOptions,
) {
  const { pace } = options;
  const versioned = new URL(url);
  versioned.pathname = versionedPath(versioned.pathname);
  const scope = scopeOf(url);
  const answer = await exchange(
    { crm: 'HubSpot', operation, method, url: versioned, headers, body, scope },
    options,
  );
  for (const reading of limitsInHeaders(answer.headers)) pace?.heard(reading);
  const { status, text } = answer;
  if (status >= 200 && status < 300) return answer;
  const refusal = new HubSpotResponseError(operation, status, text, retryAfterMs(answer.headers));
  for (const reading of limitsInRefusal(refusal)) pace?.heard(reading);
  throw refusal;
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
