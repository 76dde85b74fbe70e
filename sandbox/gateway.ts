import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { foreignRequest } from '../emulators/http/local-guard';

export type WebhookHandler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** API Gateway refuses larger bodies itself (AWS docs: quotas for HTTP APIs, payload size). */
const GATEWAY_LIMIT_BYTES = 10 * 1024 * 1024;

export interface GatewayOptions {
  /** Names it is called by beside this machine's own, such as a tunnel's. */
  hosts?: readonly string[];
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
  { hosts = [], pages }: GatewayOptions = {},
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    if (pages && !request.url?.startsWith(WEBHOOKS)) return pages(request, response);
    const message = foreignRequest(request.headers, hosts);
    if (message !== undefined) {
      response.writeHead(403, { 'content-type': 'application/json', connection: 'close' });
      return response.end(JSON.stringify({ message }));
    }
    respond(handler, request)
      .then(({ statusCode = 200, headers = {}, body = '' }) => {
        response.writeHead(statusCode, headers as Record<string, string>).end(body);
      })
      .catch(() => response.writeHead(500).end('{"message":"Internal Server Error"}'));
  });
  await listen(server, port);
  const address = server.address();
  const actual = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://localhost:${actual}`,
    close: () => new Promise((resolve) => (server.close(() => resolve()), server.closeAllConnections())),
  };
}

async function respond(handler: WebhookHandler, request: IncomingMessage) {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > GATEWAY_LIMIT_BYTES) return { statusCode: 413, body: '{"message":"Request Too Long"}' };
    chunks.push(chunk);
  }
  return handler(toGatewayEvent(request.method ?? 'GET', request.url ?? '/', Buffer.concat(chunks)));
}

/** An HTTP API event, payload format 2.0 (AWS docs: Working with AWS Lambda proxy integrations). */
export function toGatewayEvent(method: string, url: string, body: Buffer): APIGatewayProxyEventV2 {
  const { pathname, search } = new URL(url, 'http://localhost');
  return {
    version: '2.0',
    routeKey: 'POST /webhooks/{connector}/{token}',
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
      routeKey: 'POST /webhooks/{connector}/{token}',
      stage: '$default',
      time: new Date().toISOString(),
      timeEpoch: Date.now(),
    },
    body: body.toString('base64'),
    isBase64Encoded: true,
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
}
