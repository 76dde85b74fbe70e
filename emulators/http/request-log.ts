import type { MiddlewareHandler } from 'hono';
import { wasAnswered } from './faults';

/** One request as it came in and what it was answered. */
export interface LoggedRequest {
  method: string;
  /** Without the query. */
  path: string;
  /** With the leading `?`, or empty. */
  query: string;
  /** Undefined while unanswered, and for ever if the caller got no answer. */
  status?: number;
  /** Parsed if it was JSON, else the text. Undefined without a body. */
  body?: unknown;
  /** Milliseconds, of the emulator's clock. */
  at: number;
}

/** What a route may add to its own entry of the log. */
export interface LogVariables<Entry extends LoggedRequest = LoggedRequest> {
  logged: Entry;
}

/** Writes down every request as it comes, and its status once it is answered. */
export function logRequests<Entry extends LoggedRequest>(
  requests: Entry[],
  now: () => number,
): MiddlewareHandler<{ Variables: LogVariables }> {
  return async (c, next) => {
    const { pathname: path, search: query } = new URL(c.req.url);
    const text = await c.req.text();
    const { method } = c.req;
    const entry = { method, path, query, at: now(), ...(text !== '' && { body: parsed(text) }) } as Entry;
    requests.push(entry);
    c.set('logged', entry);
    await next();
    if (wasAnswered(c.res)) entry.status = c.res.status;
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
