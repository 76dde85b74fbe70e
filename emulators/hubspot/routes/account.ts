import { invalidJson, notFound, tokenExpired } from '../http/errors';
import { bases, jsonBody, type App, type Backend } from '../http/http';
import { requireScope, type Tokens } from '../http/tokens';

/** HubSpot docs: Account information API; Private apps, "access-token-info", which needs no scope. */
export function accountRoutes(app: App, { state, settings, now }: Backend, tokens: Tokens): void {
  app.post('/oauth/v2/private-apps/get/access-token-info', async (c) => {
    const { tokenKey } = await jsonBody(c);
    if (typeof tokenKey !== 'string') {
      throw invalidJson('Some required fields were not set: [tokenKey]', 'line 1, column 2');
    }
    if (tokens.isServiceKey(tokenKey) && settings.serviceKeyInfo !== 'answered') {
      throw settings.serviceKeyInfo === 401 ? tokenExpired(now()) : notFound();
    }
    const scopes = tokens.scopesOf(`Bearer ${tokenKey}`);
    return c.json({ userId: 9_586_504, hubId: state.account.portalId, appId: 1_111_111, scopes });
  });

  for (const { base } of bases('account-info', '')) {
    app.get(`${base}/details`, (c) => {
      requireScope(c.get('scopes'), 'oauth');
      return c.json(state.account);
    });
  }
}
