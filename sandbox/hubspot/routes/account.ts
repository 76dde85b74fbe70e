import { bases, type App, type Backend } from '../http';
import { requireScope } from '../tokens';

/** HubSpot docs: Account information API. */
export function accountRoutes(app: App, { state }: Backend): void {
  for (const { base } of bases('account-info', '')) {
    app.get(`${base}/details`, (c) => {
      requireScope(c.get('scopes'), 'oauth');
      return c.json(state.account);
    });
  }
}
