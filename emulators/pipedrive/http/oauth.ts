import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import type { App, Backend } from './http';
import { PipedriveError } from './errors';
import type { User } from '../records/state';

/** Pipedrive docs: OAuth authorization: "expires_in": 3600. */
const ACCESS_TOKEN_S = 3600;
/** Pipedrive docs: OAuth authorization: a refresh token that was not used for 60 days ends. */
const REFRESH_TOKEN_MS = 60 * 24 * 3_600_000;

/** Pipedrive docs: OAuth status codes: the words; the shape of the body is seen in others' logs. */
function refused(error: string, message: string, status: 400 | 401 = 400): PipedriveError {
  return new PipedriveError(status, { success: false, error, message });
}

/** The token endpoint, on the company's own host; the real one is oauth.pipedrive.com. */
export function oauthRoutes(app: App, { state, settings, now }: Backend): void {
  app.post('/oauth/token', async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const grant = form.get('grant_type');
    if (grant === null) throw refused('invalid_request', 'Missing parameter: grant_type');
    if (!['refresh_token', 'authorization_code', 'exchange_api_token'].includes(grant)) {
      throw refused('unsupported_grant_type', 'Unsupported grant type: grant_type is invalid');
    }
    const [id, secret] = clientOf(c, form);
    if (!id || !secret) throw refused('invalid_client', 'Invalid client: cannot retrieve client credentials');
    if (id !== state.app.clientId || secret !== state.app.clientSecret) {
      throw refused('invalid_client', 'Invalid client: client is invalid');
    }
    const { refreshTokens, accessTokens } = state.app;
    const given = form.get('refresh_token') ?? '';
    const token = refreshTokens[given];
    if (grant !== 'refresh_token' || !token || token.until <= now()) {
      throw refused('invalid_grant', `Invalid grant: ${grant} is invalid`);
    }
    const refresh_token = settings.refreshTokens === 'rotate' ? newToken() : given;
    if (refresh_token !== given) delete refreshTokens[given];
    refreshTokens[refresh_token] = { userId: token.userId, until: now() + REFRESH_TOKEN_MS };
    const access_token = newToken();
    accessTokens[access_token] = { userId: token.userId, until: now() + ACCESS_TOKEN_S * 1000 };
    return c.json({
      access_token,
      token_type: 'Bearer',
      expires_in: ACCESS_TOKEN_S,
      refresh_token,
      scope: 'base,contacts:full,deals:full,leads:full,activities:full,users:read,admin,search:read',
      api_domain: `https://${state.company.domain}.pipedrive.com`,
    });
  });
}

const newToken = () => randomBytes(20).toString('hex');

/** By Basic authentication, or in the form. */
function clientOf(c: Context, form: URLSearchParams): [string | null, string | null] {
  const basic = /^Basic (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (!basic) return [form.get('client_id'), form.get('client_secret')];
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':');
  return [id, secret];
}

/** Whose token it is. @throws PipedriveError 401 */
export function userOf(c: Context, { state, now }: Pick<Backend, 'state' | 'now'>): User | undefined {
  const bearer = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  const app = state.app.accessTokens[bearer ?? ''];
  // Seen in an issue of GearPlug/pipedrive-python.
  if (bearer !== undefined && (!app || app.until <= now())) {
    throw refused('Invalid token: access token is invalid', 'Invalid token: access token is invalid', 401);
  }
  const userId = app ? app.userId : state.tokens[c.req.header('x-api-token') ?? ''];
  return state.users.find(({ id, active_flag }) => id === userId && active_flag);
}
