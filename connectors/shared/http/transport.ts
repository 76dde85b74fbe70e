import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

/** The part of `fetch` that connectors use; `fetch` itself is one. */
export type Fetch = (url: string | URL, init: FetchInit) => Promise<FetchAnswer>;

export interface FetchInit {
  method: string;
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
  redirect: 'error';
}

export interface FetchAnswer {
  status: number;
  headers: AnswerHeaders;
  body: AsyncIterable<Uint8Array> | null;
}

/** By names in lower case. */
export type AnswerHeaders = Iterable<[string, string]> & { get(name: string): string | null | undefined };

/** There is no answer; the cause is Node's own error, or the signal's reason. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
  /** Of Node's network layer or of OpenSSL; the reason's name where the signal ended it. */
  readonly code: string;

  constructor(
    cause: unknown,
    /** Whether a byte of the request may have reached the other side. */
    readonly sent: boolean,
  ) {
    super('no answer', { cause });
    const { code, name } = (cause ?? {}) as { code?: unknown; name?: string };
    this.code = typeof code === 'string' ? code : (name ?? 'unknown');
  }
}

/** A connection unused for longer may be closed by the other side at any moment (Apache's default: 5 s). */
const IDLE_MS = 4_000;

/**
 * Requests over connections that stay open, at a third of what `fetch` costs: docs/performance.md. No redirect is
 * followed: the credential is for this host alone.
 * @param now epoch milliseconds. Lambda freezes an instance and its timers, the other side's clock goes on.
 */
export function createTransport(now: () => number = Date.now): Fetch {
  const options = { keepAlive: true, timeout: IDLE_MS };
  const agents: { http?: HttpAgent; https?: HttpsAgent } = {};
  let usedAt = 0;

  function dropIdle(): void {
    if (now() - usedAt <= IDLE_MS) return;
    for (const agent of Object.values(agents) as HttpAgent[]) {
      for (const socket of Object.values(agent.freeSockets).flat()) socket?.destroy();
    }
  }

  return (address, { method, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const url = new URL(address);
      const secure = url.protocol === 'https:';
      dropIdle();
      let sent = false;
      let incoming: IncomingMessage | undefined;
      const request = {
        method,
        headers: { 'user-agent': 'jivochat-crm', 'accept-encoding': 'identity', ...headers },
      };
      const outgoing = secure
        ? httpsRequest(url, { ...request, agent: (agents.https ??= new HttpsAgent(options)) })
        : httpRequest(url, { ...request, agent: (agents.http ??= new HttpAgent(options)) });
      const stop = () => (incoming ?? outgoing).destroy(signal.reason as Error);
      signal.addEventListener('abort', stop);
      outgoing.on('socket', (socket) => {
        if (!socket.connecting) sent = true;
        else socket.once(secure ? 'secureConnect' : 'connect', () => (sent = true));
      });
      outgoing.on('response', (answer) => {
        incoming = answer;
        const { statusCode: status = 0, headers: given } = answer;
        if (status >= 300 && status < 400 && given.location !== undefined)
          return outgoing.destroy(Object.assign(new Error('a redirect'), { code: 'REDIRECTED' }));
        const pairs = Object.entries(given).map(([name, value]) => [name, String(value)] as const);
        resolve({ status, headers: new Map(pairs), body: answer });
      });
      outgoing.on('error', (error) => reject(new ConnectionError(error, sent)));
      outgoing.on('close', () => ((usedAt = now()), signal.removeEventListener('abort', stop)));
      if (signal.aborted) stop();
      outgoing.end(body);
    });
}
