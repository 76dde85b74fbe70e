import { PassThrough } from 'node:stream';
import { exchange, retryAfterMs, type HttpLine } from '../../shared/http/exchange';
import { SalesforceResponseError } from './errors';
import { limitsInHeaders, limitsInRefusal } from './limits';

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
  const { pace } = line;
  const { url, method } = request;
  // The transport counts the body itself.
  const { 'content-length': _length, ...headers } = request.headers ?? {};
  const body = typeof request.body === 'string' ? request.body : undefined;
  const answer = await exchange(
    { crm: 'Salesforce', operation, method, url, headers, body, scope: 'general' },
    line,
  );
  for (const reading of limitsInHeaders(answer.headers)) pace?.observe(reading);
  const { status, text, json } = answer;
  if (status >= 200 && status < 300)
    return { statusCode: status, headers: Object.fromEntries(answer.headers), body: text };
  const refusal = new SalesforceResponseError(operation, status, json, retryAfterMs(answer.headers));
  for (const reading of limitsInRefusal(refusal)) pace?.observe(reading);
  throw refusal;
}
