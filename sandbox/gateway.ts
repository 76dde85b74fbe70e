import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { listenOn, type Listening } from '../emulators/http/listen';
import { foreignRequest } from '../emulators/http/local-guard';
import type { AnsweredRequest } from './talk/request-line';

type WebhookHandler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** API Gateway refuses larger bodies itself (AWS docs: quotas for HTTP APIs, payload size). */
const GATEWAY_LIMIT_BYTES = 10 * 1024 * 1024;

interface GatewayOptions {
  /** Names it is called by beside this machine's own, such as a tunnel's; read at each request. */
  hosts?: readonly string[];
  /** Told of every request to the webhook once it is answered. */
  answered?: (request: AnsweredRequest) => void;
  /** Answers everything that is no webhook; checks for itself who asks. */
  pages?: RequestListener;
}

const WEBHOOKS = '/webhooks/';

/**
 * API Gateway's part on this machine: HTTP in, payload format 2.0 to the handler, its answer back.
 * The body is passed in base64, the form that shows whether a handler decodes it.
 */
export async function startGateway(
  handler: WebhookHandler,
  port: number,
  { hosts = [], pages, answered = () => undefined }: GatewayOptions = {},
): Promise<Listening> {
  const server = createServer((request, response) => {
    if (pages && !request.url?.startsWith(WEBHOOKS)) return pages(request, response);
    const { method = 'GET', url = '/' } = request;
    const began = performance.now();
    const tell = (status: number, body: string, answer: string) => {
      const ms = Math.round(performance.now() - began);
      answered({ method, url, status, body, answer, ms, at: Date.now() });
    };
    const message = foreignRequest(request.headers, hosts);
    if (message !== undefined) {
      const refusal = JSON.stringify({ message });
      tell(403, '', refusal);
      response.writeHead(403, { 'content-type': 'application/json', connection: 'close' });
      return response.end(refusal);
    }
    respond(handler, request)
      .then(({ sent, statusCode = 200, headers = {}, body = '' }) => {
        response.writeHead(statusCode, headers as Record<string, string>).end(body);
        tell(statusCode, sent, body);
      })
      .catch(() => {
        const body = '{"message":"Internal Server Error"}';
        response.writeHead(500).end(body);
        tell(500, '', body);
      });
  });
  const { url, close } = await listenOn(server, port);
  return { url: url.replace('127.0.0.1', 'localhost'), close };
}

interface Response extends APIGatewayProxyStructuredResultV2 {
  /** The body it answers. */
  sent: string;
}

async function respond(handler: WebhookHandler, request: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > GATEWAY_LIMIT_BYTES)
      return { sent: '', statusCode: 413, body: '{"message":"Request Too Long"}' };
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  const answer = await handler(toGatewayEvent(request.method ?? 'GET', request.url ?? '/', body));
  return { ...answer, sent: body.toString() };
}

/** An HTTP API event, payload format 2.0 (AWS docs: Working with AWS Lambda proxy integrations). */
export function toGatewayEvent(method: string, url: string, body: Buffer): APIGatewayProxyEventV2 {
  const { pathname, search } = new URL(url, 'http://localhost');
  return {
    version: '2.0',
    routeKey: 'POST /webhooks/{account}/{token}',
    rawPath: pathname,
    rawQueryString: search.slice(1),
    headers: { 'content-type': 'application/json' },
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: 'localhost',
      domainPrefix: 'localhost',
      http: { method, path: pathname, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'JivoChat' },
      requestId: crypto.randomUUID(),
      routeKey: 'POST /webhooks/{account}/{token}',
      stage: '$default',
      time: new Date().toISOString(),
      timeEpoch: Date.now(),
    },
    body: body.toString('base64'),
    isBase64Encoded: true,
  };
}
