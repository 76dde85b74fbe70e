import {
  ResponseContext,
  wrapHttpLibrary,
  type HttpLibrary,
  type RequestContext,
} from '@hubspot/api-client/lib/codegen/crm/objects/http/http';
import {
  isSuccess,
  retryAfterMs,
  type Dialect,
  type HttpAnswer,
  type HttpLine,
} from '../../shared/http/exchange';
import { limitsInHeaders } from '../../shared/http/limits';
import { send, type Call } from '../../shared/http/send';
import { versionedPath } from './version';
import { HubSpotResponseError } from './errors';

export interface TransportOptions extends HttpLine {
  /** Sees every successful answer, before the generated client drops what it does not know. */
  onAnswer?: (text: string) => void;
}

/**
 * Sends one request: aborts with the event's signal, repeats quickly what may be repeated.
 * @throws HubSpotResponseError for every answer that is no success.
 * @throws CrmUnavailableError when there was no answer.
 */
export function sendToHubSpot(call: Omit<Call, 'operation'>, options: TransportOptions): Promise<HttpAnswer> {
  const url = new URL(call.url);
  const operation = operationName(call.method, url.pathname);
  url.pathname = versionedPath(url.pathname);
  return send(HUBSPOT, { ...call, operation, url: url.href }, options);
}

const RATE = 'x-hubspot-ratelimit';

/** How HubSpot's answers are read. */
export const HUBSPOT: Dialect = {
  crm: 'HubSpot',
  // Searches carry none (HubSpot docs: API usage guidelines).
  limits: (headers) =>
    limitsInHeaders(headers, [
      {
        scope: 'general',
        limit: `${RATE}-max`,
        remaining: `${RATE}-remaining`,
        windowMs: `${RATE}-interval-milliseconds`,
      },
      { scope: 'daily', limit: `${RATE}-daily`, remaining: `${RATE}-daily-remaining` },
    ]),
  refusal: (operation, { status, headers, text }) =>
    isSuccess(status) ? undefined : new HubSpotResponseError(operation, status, text, retryAfterMs(headers)),
};

/** Our transport in the place of the generated client's own, which has no timeout and repeats POSTs. */
export function httpLibrary(options: TransportOptions): HttpLibrary {
  return wrapHttpLibrary({
    async send(context: RequestContext) {
      const method = context.getHttpMethod().toString();
      const url = context.getUrl();
      const { status, headers, text } = await sendToHubSpot(
        {
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
function operationName(method: string, path: string): string {
  return `${method} ${path
    .replace(/^\/crm\/v3\/(objects\/)?/, '')
    .split('/')
    .filter((part) => part && !/\d|%40|@/.test(part))
    .join('/')}`;
}

/** Creating a contact twice is refused by its unique e-mail; creating a note twice makes two. */
function isRepeatable(method: string, url: string): boolean {
  return method !== 'POST' || /\/(search|batch\/read)$/.test(new URL(url).pathname);
}
