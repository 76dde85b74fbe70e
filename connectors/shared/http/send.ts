import { exchange, type Dialect, type HttpAnswer, type HttpLine, type HttpRequest } from './exchange';
import { scopeOf } from './limits';
import { ResponseError } from './response-error';
import { sendWithRetry } from './retry';

/** What requests prove themselves with, as headers. */
export interface Credential {
  headers: (signal: AbortSignal) => Promise<Record<string, string>>;
  /** The CRM does not take it: the next request has another one, if there is any. @param headers of the request. */
  refused?: (headers: Record<string, string>) => void;
}

export interface Call extends Omit<HttpRequest, keyof Dialect | 'url' | 'scope'> {
  url: string;
  query?: Query;
  /** Sending it twice has the effect of sending it once. */
  repeatable: boolean;
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * Sends a request, again where that can help.
 * @param credential none: the request's own headers prove it.
 * @throws ResponseError for every answer that is no success. @throws CrmUnavailableError when there was no answer.
 */
export function send(
  dialect: Dialect,
  { url, query = {}, repeatable, ...call }: Call,
  line: HttpLine,
  credential?: Credential,
): Promise<HttpAnswer> {
  const address = new URL(url);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) address.searchParams.set(name, String(value));
  }
  const asked = { ...dialect, ...call, url: address, scope: scopeOf(address.pathname) };
  const once = async () => {
    const proof = await credential?.headers(line.signal);
    return exchange({ ...asked, headers: { ...call.headers, ...proof } }, line).catch((error: unknown) => {
      if (proof && error instanceof ResponseError && error.status === 401) credential?.refused?.(proof);
      throw error;
    });
  };
  return sendWithRetry(once, { repeatable, ...line });
}
