import { createAdaptorServer } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono, type MiddlewareHandler } from 'hono';
import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { HubSpotError } from './errors';
import { faultResponse, type Faults } from './faults';
import type { App, Backend, Env } from './http';
import type { RateLimiter } from './limits';
import { logEntry, type LoggedRequest } from './request-log';
import { accountRoutes } from './routes/account';
import { associationRoutes } from './routes/associations';
import { batchRoutes } from './routes/batches';
import { objectRoutes } from './routes/objects';
import { ownerRoutes } from './routes/owners';
import { pipelineRoutes } from './routes/pipelines';
import { propertyRoutes } from './routes/properties';
import type { Tokens } from './tokens';

export interface ServerParts {
  backend: Backend;
  requests: LoggedRequest[];
  faults: Faults;
  limiter: RateLimiter;
  tokens: Tokens;
}

/** Every request: written down, hit by a planned fault or not, let in, counted, answered. */
export function createApp(parts: ServerParts): App {
  const app = new Hono<Env>();
  app.use(log(parts), injectFaults(parts), admit(parts));
  ownerRoutes(app, parts.backend);
  pipelineRoutes(app, parts.backend);
  accountRoutes(app, parts.backend, parts.tokens);
  propertyRoutes(app, parts.backend);
  associationRoutes(app, parts.backend);
  batchRoutes(app, parts.backend);
  objectRoutes(app, parts.backend);
  app.notFound((c) =>
    c.html('<html><head><title>Error 404 Not Found</title></head><body>HTTP ERROR 404</body></html>', 404),
  );
  app.onError((error, c) => {
    if (!(error instanceof HubSpotError)) throw error;
    return c.json(error.body, error.status, error.headers);
  });
  return app;
}

/** @param port 0 takes a free one. */
export async function listen(app: App, port: number): Promise<{ url: string; close(): Promise<void> }> {
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the emulator got no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => new Promise((resolve) => (server.close(() => resolve()), server.closeAllConnections())),
  };
}

function log({ requests, backend }: ServerParts): MiddlewareHandler<Env> {
  return async (c, next) => {
    const entry = logEntry(c.req.method, c.req.url, await c.req.text(), backend.now());
    requests.push(entry);
    await next();
    if (c.res !== UNANSWERED) entry.status = c.res.status;
  };
}

/** Tells the adapter to leave the connection alone; whoever asked waits, or sees it cut. */
const UNANSWERED = RESPONSE_ALREADY_SENT;

function injectFaults({ faults }: ServerParts): MiddlewareHandler<Env> {
  return async (c, next) => {
    const fault = faults.next(c.req.method, c.req.path);
    if (!fault || fault.kind === 'delay') {
      if (fault) await sleep(fault.ms);
      return next();
    }
    if (fault.kind.endsWith('-after')) await next();
    if (fault.kind.startsWith('reset')) c.env.incoming.socket.resetAndDestroy();
    c.res = undefined;
    c.res = faultResponse(fault) ?? UNANSWERED;
  };
}

function admit({ tokens, limiter }: ServerParts): MiddlewareHandler<Env> {
  return async (c, next) => {
    c.set('scopes', tokens.scopesOf(c.req.header('authorization')));
    const headers = limiter.admit(c.req.path.endsWith('/search'));
    await next();
    for (const [name, value] of Object.entries(headers)) c.header(name, value);
  };
}
