import { HubSpotResponseError } from '../errors';
import type { HubSpotSettings } from '../settings';
import type { AdminApi } from './api';

/** What the key says about itself. */
export interface KeyInfo {
  portalId: string;
  scopes: ReadonlySet<string>;
}

/**
 * Account and scopes of the key (HubSpot docs: Private apps, "access-token-info"). The one request whose body holds the
 * key; it goes where every request's header goes.
 * @returns undefined where HubSpot does not answer this kind of key.
 * @throws HubSpotResponseError 401 when the key is wrong.
 */
export async function readKeyInfo(
  api: AdminApi,
  { accessToken }: HubSpotSettings,
): Promise<KeyInfo | undefined> {
  try {
    const info = (await api.post('/oauth/v2/private-apps/get/access-token-info', {
      tokenKey: accessToken,
    })) as { hubId?: number | string; scopes?: unknown };
    if (info.hubId === undefined || !Array.isArray(info.scopes)) return undefined;
    return { portalId: String(info.hubId), scopes: new Set(info.scopes as string[]) };
  } catch (error) {
    if (error instanceof HubSpotResponseError && [400, 403, 404].includes(error.status)) return undefined;
    throw error;
  }
}
