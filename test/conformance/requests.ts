import { boundedText } from '../../connectors/shared/http/exchange';
import { createTransport } from '../../connectors/shared/http/transport';

/** The transport of production, as a `fetch`. */
export function transportAsFetch(): typeof fetch {
  const transport = createTransport();
  return async (input, init) => {
    const request = new Request(input, init);
    const { method, url, signal } = request;
    const answer = await transport(url, {
      method,
      headers: Object.fromEntries(request.headers),
      body: (await request.text()) || undefined,
      signal,
      redirect: 'error',
    });
    const { status, headers } = answer;
    const text = await boundedText(answer.body);
    return new Response(status === 204 ? null : text, { status, headers: [...headers] });
  };
}

/** One request that was answered. */
export interface Exchange {
  method: string;
  url: URL;
  status: number;
  /** Of the answer; empty when there was none. */
  text: string;
}

/** `send`, and `seen` is told of every answer. What the CRM made is known even when the connector never learns it. */
export function observed(send: typeof fetch, seen: (exchange: Exchange) => void): typeof fetch {
  return async (input, init) => {
    const request = new Request(input instanceof Request ? input.clone() : input, init);
    const response = await send(input, init);
    const text = await response.clone().text();
    seen({ method: request.method, url: new URL(request.url), status: response.status, text });
    return response;
  };
}

/** `send`, and every request that is really sent is counted. */
export function counted(send: typeof fetch): { fetch: typeof fetch; count: () => number } {
  let count = 0;
  return {
    fetch: (input, init) => {
      if (!init?.signal?.aborted) count++;
      return send(input, init);
    },
    count: () => count,
  };
}

/** @throws Error naming the variables that are not set. */
export function requireVariables(
  variables: Record<string, string>,
  env: Readonly<Record<string, string | undefined>>,
): void {
  const missing = Object.entries(variables).filter(([name]) => !env[name]?.trim());
  if (missing.length > 0) throw new MissingVariablesError(missing);
}

export class MissingVariablesError extends Error {
  override readonly name = 'MissingVariablesError';

  constructor(missing: [name: string, meaning: string][]) {
    const list = missing.map(([name, meaning]) => `  ${name}  ${meaning}`).join('\n');
    super(`A live run needs a real account. Not set:\n${list}`);
  }
}
