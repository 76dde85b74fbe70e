import { Hono, type MiddlewareHandler } from 'hono';
import { injectFaults, type Faults } from '../http/faults';
import { logRequests, type LoggedRequest } from '../http/request-log';
import { PipedriveError, notFound, unauthorized } from './http/errors';
import { faultAnswer, type Fault } from './http/faults';
import type { App, Backend, Env } from './http/http';
import { oauthRoutes, userOf } from './http/oauth';
import type { RateLimiter } from './http/limits';
import { activityRoutes } from './routes/activities';
import { companyRoutes } from './routes/company';
import { noteRoutes } from './routes/notes';
import { personRoutes } from './routes/persons';
import { salesRoutes } from './routes/sales';

export interface ServerParts {
  backend: Backend;
  requests: LoggedRequest[];
  faults: Faults<Fault>;
  limiter: RateLimiter;
}

/** Every request: written down, hit by a planned fault or not, let in, counted, answered. */
export function createApp(parts: ServerParts): App {
  const app = new Hono<Env>();
  app.use(
    logRequests(parts.requests, () => parts.backend.now()),
    injectFaults(parts.faults, faultAnswer),
    admit(parts),
  );
  const { backend } = parts;
  oauthRoutes(app, backend);
  personRoutes(app, backend);
  salesRoutes(app, backend);
  noteRoutes(app, backend);
  activityRoutes(app, backend);
  companyRoutes(app, backend);
  app.notFound((c) => {
    const { status, body } = notFound('Unknown method.');
    return c.json(body, status);
  });
  app.onError((error, c) => {
    if (!(error instanceof PipedriveError)) throw error;
    return c.json(error.body, error.status, error.headers);
  });
  return app;
}

/** Pipedrive docs: Authentication: a personal token is taken from its header only. */
function admit({ backend, limiter }: ServerParts): MiddlewareHandler<Env> {
  return async (c, next) => {
    // The token endpoint is another host.
    if (c.req.path.startsWith('/oauth/')) return next();
    const user = userOf(c, backend);
    if (!user) throw unauthorized();
    c.set('user', user);
    const headers = limiter.admit(c.req.method, c.req.path);
    await next();
    for (const [name, value] of Object.entries(headers)) c.header(name, value);
  };
}
