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

export function logEntry(method: string, url: string, text: string, at: number): LoggedRequest {
  const { pathname, search } = new URL(url);
  return { method, path: pathname, query: search, at, ...(text !== '' && { body: parsed(text) }) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
