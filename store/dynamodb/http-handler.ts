import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

interface TimeOuts {
  connectionTimeoutMs: number;
  /** From the request's beginning to the whole answer. */
  requestTimeoutMs: number;
}

/** What the SDK hands over and wants back (Smithy: HttpHandler), as far as DynamoDB's requests use it. */
interface SdkRequest {
  protocol: string;
  hostname: string;
  port?: number;
  path: string;
  method: string;
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

interface SdkResponse {
  statusCode: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** Errors that mean that no answer came in time (@smithy/node-http-handler gives them this name). */
const TIMEOUT_CODES = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT']);
const IDLE_MS = 1_000;

export type HttpHandler = ReturnType<typeof createHttpHandler>;

/**
 * Requests over connections that stay open, with both time-outs, and the whole answer at once: DynamoDB's are small. Stands
 * in for @smithy/node-http-handler, which sets up to four timers a request and hands over a stream.
 */
export function createHttpHandler({ connectionTimeoutMs, requestTimeoutMs }: TimeOuts) {
  const options = { keepAlive: true, keepAliveMsecs: IDLE_MS, maxSockets: 50 };
  let http: HttpAgent | undefined;
  let https: HttpsAgent | undefined;

  function handle(request: SdkRequest): Promise<{ response: SdkResponse }> {
    return new Promise((resolve, reject) => {
      const { hostname: host, port, path, method, headers, body } = request;
      const options_ = { host: withoutBrackets(host), port, path, method, headers };
      const outgoing =
        request.protocol === 'https:'
          ? httpsRequest({ ...options_, agent: (https ??= new HttpsAgent(options)) })
          : httpRequest({ ...options_, agent: (http ??= new HttpAgent(options)) });
      const giveUp = (what: string) => () => outgoing.destroy(timeoutError(what));
      let connecting: NodeJS.Timeout | undefined;
      const answering = setTimeout(giveUp(`no answer in ${requestTimeoutMs} ms`), requestTimeoutMs);
      const ended = () => (clearTimeout(connecting), clearTimeout(answering));
      outgoing.on('socket', (socket) => {
        if (!socket.connecting) return;
        connecting = setTimeout(giveUp(`no connection in ${connectionTimeoutMs} ms`), connectionTimeoutMs);
        socket.once('connect', () => clearTimeout(connecting));
      });
      outgoing.on('response', (incoming) => {
        read(incoming).then((response) => (ended(), resolve({ response })), fail);
      });
      outgoing.on('error', fail);
      outgoing.end(body);

      function fail(error: NodeJS.ErrnoException) {
        ended();
        reject(TIMEOUT_CODES.has(error.code ?? '') ? Object.assign(error, { name: 'TimeoutError' }) : error);
      }
    });
  }

  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle,
    destroy: () => (http?.destroy(), https?.destroy()),
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  };
}

function read(incoming: IncomingMessage): Promise<SdkResponse> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('error', reject);
    incoming.on('end', () => {
      const headers: Record<string, string> = {};
      // Cheaper than Node's own view of them, which is made of these when it is asked for.
      const { rawHeaders: raw } = incoming;
      for (let at = 0; at < raw.length; at += 2) headers[raw[at]!.toLowerCase()] = raw[at + 1]!;
      const body = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
      resolve({ statusCode: incoming.statusCode ?? 0, headers, body });
    });
  });
}

/** Node wants the bare address of IPv6. */
function withoutBrackets(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}

function timeoutError(message: string): Error {
  return Object.assign(new Error(message), { name: 'TimeoutError' });
}
