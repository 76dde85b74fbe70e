import {
  ResponseContext,
  wrapHttpLibrary,
  type HttpLibrary,
  type RequestContext,
} from '@hubspot/api-client/lib/codegen/crm/objects/http/http';
import { exchange, retryAfterMs, type HttpAnswer, type HttpLine } from '../../shared/http/exchange';
import { MAX_PAUSE_MS, sendWithRetry, type RetryAdvice } from '../../shared/http/retry';
import { versionedPath } from './version';
import { HubSpotResponseError, isBusy, isRefusedUnprocessed } from './errors';
import { limitsInHeaders, limitsInRefusal, scopeOf } from './limits';

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
  const { repeatable } = request;
  const { signal, random } = options;
  return sendWithRetry(() => sendOnce(request, options), { repeatable, signal, random, advise });
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
  for (const reading of limitsInHeaders(answer.headers)) pace?.observe(reading);
  const { status, text } = answer;
  if (status >= 200 && status < 300) return answer;
  const refusal = new HubSpotResponseError(operation, status, text, retryAfterMs(answer.headers));
  for (const reading of limitsInRefusal(refusal)) pace?.observe(reading);
  throw refusal;
}

function advise(error: unknown, attempt: number): RetryAdvice | undefined {
  if (!(error instanceof HubSpotResponseError)) return undefined;
  const { status, body, retryAfterMs: pauseMs } = error;
  // A token that is valid is refused now and then; one more try tells it from one that is not.
  if (status === 401) return attempt === 1 ? { unprocessed: true, pauseMs: 0 } : undefined;
  if (!isBusy(status)) return undefined;
  if (status !== 429 || pauseMs !== undefined) return { unprocessed: isRefusedUnprocessed(status), pauseMs };
  // Only the one-second window is worth waiting for within an event (HubSpot docs: API usage guidelines).
  return body.policyName === 'SECONDLY' ? { unprocessed: true, pauseMs: MAX_PAUSE_MS } : undefined;
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
