import { unlessRefused } from '../../shared/http/response-error';
import type { JsonApi } from './json-api';
import type { Account } from './seen-account';

type Told = Pick<Account, 'portalId'> & Partial<Account>;

/** HubSpot docs: Account information API. Undefined where the key may not ask. */
export async function detailsOf(api: Pick<JsonApi, 'get'>): Promise<Told | undefined> {
  const details = (await unlessRefused(api.get('/account-info/v3/details'), [401, 403, 404])) as
    { portalId?: number; uiDomain?: string } | undefined;
  if (!details?.portalId) return undefined;
  const { portalId, uiDomain } = details;
  return { portalId: String(portalId), ...(uiDomain && { uiDomain }) };
}

/**
 * HubSpot docs: Private apps, "access-token-info": needs no scope; service keys are not answered, with whatever status. The one
 * request whose body holds the key; it goes where every request's header goes.
 */
export async function tokenInfoOf(
  api: Pick<JsonApi, 'post'>,
  tokenKey: string,
): Promise<(Told & { scopes?: string[] }) | undefined> {
  const asked = api.post('/oauth/v2/private-apps/get/access-token-info', { tokenKey });
  const info = (await unlessRefused(asked, [400, 401, 403, 404])) as
    { hubId?: number | string; scopes?: unknown } | undefined;
  if (!info?.hubId) return undefined;
  return {
    portalId: String(info.hubId),
    ...(Array.isArray(info.scopes) && { scopes: info.scopes as string[] }),
  };
}
