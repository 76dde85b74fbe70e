import { Hono, type MiddlewareHandler } from 'hono';
import { injectFaults, type Faults } from '../http/faults';
import { logRequests, type LoggedRequest } from '../http/request-log';
import { HubSpotError } from './http/errors';
import { faultAnswer, type Fault } from './http/faults';
import type { App, Backend, Env } from './http/http';
import type { RateLimiter } from './http/limits';
import { accountRoutes } from './routes/account';
import { associationRoutes } from './routes/associations';
import { batchRoutes } from './routes/batches';
import { objectRoutes } from './routes/objects';
import { ownerRoutes } from './routes/owners';
import { pipelineRoutes } from './routes/pipelines';
import { propertyRoutes } from './routes/properties';
import { secondaryEmailRoutes } from './routes/secondary-emails';
import type { Tokens } from './http/tokens';

export interface ServerParts {
  backend: Backend;
  requests: LoggedRequest[];
  faults: Faults<Fault>;
  limiter: RateLimiter;
  tokens: Tokens;
}

/** Every request: written down, hit by a planned fault or not, let in, counted, answered. */
export function createApp(parts: ServerParts): App {
  const app = new Hono<Env>();
  app.use(
    logRequests(parts.requests, () => parts.backend.now()),
    injectFaults(parts.faults, faultAnswer),
    admit(parts),
  );
  ownerRoutes(app, parts.backend);
  pipelineRoutes(app, parts.backend);
  accountRoutes(app, parts.backend, parts.tokens);
  propertyRoutes(app, parts.backend);
  associationRoutes(app, parts.backend);
  batchRoutes(app, parts.backend);
  objectRoutes(app, parts.backend);
  secondaryEmailRoutes(app, parts.backend);
  app.notFound((c) =>
    c.html('<html><head><title>Error 404 Not Found</title></head><body>HTTP ERROR 404</body></html>', 404),
  );
  app.onError((error, c) => {
    if (!(error instanceof HubSpotError)) throw error;
    return c.json(error.body, error.status, error.headers);
  });
  return app;
}

function admit({ tokens, limiter }: ServerParts): MiddlewareHandler<Env> {
  return async (c, next) => {
    c.set('scopes', tokens.scopesOf(c.req.header('authorization')));
    const headers = limiter.admit(c.req.path.endsWith('/search'));
    await next();
    for (const [name, value] of Object.entries(headers)) c.header(name, value);
  };
}
