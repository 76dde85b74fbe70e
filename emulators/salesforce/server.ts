import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { setTimeout as sleep } from 'node:timers/promises';
import { injectFaults, type Faults } from '../http/faults';
import { logRequests, type LogVariables } from '../http/request-log';
import { NEWEST_VERSION, OLDEST_VERSION, type Backend } from './backend';
import { jsonReader } from './http/body';
import { apiError, notFound, SalesforceError } from './http/errors';
import { errorResponse, faultAnswer, jsonResponse, type Fault } from './http/faults';
import type { OAuth } from './auth/oauth';
import type { LoggedRequest } from './http/requests';
import type { ApiRequest, Router } from './http/router';
import type { Sessions } from './auth/sessions';
import { searchTime } from './wildcards';

interface Env {
  Bindings: HttpBindings;
  Variables: LogVariables<LoggedRequest>;
}

export interface ServerParts {
  backend: Backend;
  router: Router;
  requests: LoggedRequest[];
  faults: Faults<Fault>;
  sessions: Sessions;
  oauth: OAuth;
}

/** Salesforce docs: Status Codes, 414. */
const LONGEST_URI = 16_384;
/** Beyond Node's own limit, for Salesforce is to refuse long addresses in its own way. */
export const MAX_HEADER_BYTES = 131_072;

/** Every request: written down, hit by planned faults or not, let in, counted, answered. */
export function createApp(parts: ServerParts): Hono<Env> {
  const { backend, oauth } = parts;
  const app = new Hono<Env>();
  app.use(
    logRequests(parts.requests, () => parts.backend.now()),
    injectFaults(parts.faults, faultAnswer),
  );
  app.post('/services/oauth2/token', async (c) => {
    const { status, body } = oauth.token({
      form: new URLSearchParams(isForm(c) ? await c.req.text() : ''),
      authorization: c.req.header('authorization'),
      origin: new URL(c.req.url).origin,
    });
    return jsonResponse(status, body, { 'cache-control': 'no-cache, no-store' });
  });
  app.get('/services/data', () => jsonResponse(200, versions()));
  app.all('/services/data/*', async (c) => {
    if (c.req.url.length > LONGEST_URI) {
      return new Response('<h1>Bad Message 414</h1><pre>reason: URI Too Long</pre>', {
        status: 414,
        headers: { 'content-type': 'text/html;charset=iso-8859-1' },
      });
    }
    const text = await c.req.text();
    try {
      const request = readRequest(parts, c, text);
      backend.limit.admit();
      const searchMs = searchTime(`${c.req.url} ${text}`, backend.settings.wildcardSearch);
      if (searchMs > 0) await sleep(searchMs, undefined, { ref: false });
      const { status, body, headers } = parts.router.answer(request);
      if (request.subrequests) c.get('logged').subrequests = request.subrequests;
      return jsonResponse(status, body, { ...headers, 'sforce-limit-info': backend.limit.header() });
    } catch (error) {
      if (!(error instanceof SalesforceError)) throw error;
      return errorResponse(error);
    }
  });
  app.notFound(() => errorResponse(notFound()));
  return app;
}

function isForm(c: Context<Env>): boolean {
  return /^application\/x-www-form-urlencoded\b/i.test(c.req.header('content-type') ?? '');
}

function versions() {
  const numbers = Array.from({ length: NEWEST_VERSION - OLDEST_VERSION + 1 }, (_, at) => OLDEST_VERSION + at);
  return numbers.map((number) => ({
    label: `Release ${number}`,
    url: `/services/data/v${number}.0`,
    version: `${number}.0`,
  }));
}

/** @throws SalesforceError 404 and 410 for versions, 401 for sessions. */
function readRequest({ sessions }: ServerParts, c: Context<Env>, text: string): ApiRequest {
  const { pathname, searchParams } = new URL(c.req.url);
  const [, version = '', path = ''] = /^\/services\/data\/([^/]+)(.*)$/.exec(pathname) ?? [];
  const userId = sessions.userOf(c.req.header('authorization'));
  const number = Number(/^v(\d+)\.0$/.exec(version)?.[1]);
  if (number < OLDEST_VERSION)
    throw apiError(410, 'GONE', `The requested resource has been retired: ${version}`);
  if (!(number <= NEWEST_VERSION)) throw notFound();
  const headers = c.req.header();
  return {
    method: c.req.method === 'HEAD' ? 'GET' : c.req.method,
    version,
    path: path === '/' ? '' : path,
    query: searchParams,
    headers,
    json: jsonReader(text, headers['content-type']),
    text,
    userId,
  };
}
