import { PassThrough } from 'node:stream';
import { exchange, isSuccess, retryAfterMs, type Dialect, type HttpLine } from '../../shared/http/exchange';
import { SalesforceResponseError } from './errors';

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

export interface TransportOptions extends HttpLine {
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

async function send(request: HttpRequest, { operation, ...line }: TransportOptions): Promise<HttpResponse> {
  const { url, method } = request;
  // The transport counts the body itself.
  const { 'content-length': _length, ...headers } = request.headers ?? {};
  const body = typeof request.body === 'string' ? request.body : undefined;
  const asked = { ...SALESFORCE, operation, method, url, headers, body, scope: 'general' };
  const { status, headers: answered, text } = await exchange(asked, line);
  return { statusCode: status, headers: Object.fromEntries(answered), body: text };
}

/** How Salesforce's answers are read. */
export const SALESFORCE: Dialect = {
  crm: 'Salesforce',
  // No limit by the second, only requests of the last 24 hours, in every answer (Salesforce docs: Limit Info Header).
  limits(headers) {
    const [, used, limit] = /api-usage=(\d+)\/(\d+)/.exec(headers.get('sforce-limit-info') ?? '') ?? [];
    if (used === undefined || limit === undefined) return [];
    return [{ scope: 'daily', limit: Number(limit), remaining: Math.max(0, Number(limit) - Number(used)) }];
  },
  refusal: (operation, { status, headers, json }) =>
    isSuccess(status)
      ? undefined
      : new SalesforceResponseError(operation, status, json, retryAfterMs(headers)),
};
