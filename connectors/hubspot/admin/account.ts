import { HubSpotResponseError } from '../api/errors';
import type { HubSpotSettings } from '../definition';
import type { AdminApi } from './api';
import { scopesNamed } from './scopes';

/** What is known of the key. */
export interface KeyInfo {
  /** Undefined where nothing tells the account. */
  portalId?: string;
  /** Undefined for a kind of key that HubSpot does not tell its scopes. */
  scopes?: ReadonlySet<string>;
  /** Named by what was refused meanwhile; empty when the scopes are known. */
  missing: string[];
}

/**
 * Account and scopes of the key (HubSpot docs: Private apps, "access-token-info", documented for private apps only). The
 * one request whose body holds the key; it goes where every request's header goes. What it refuses says nothing of a
 * service key, so the contacts are asked before the key is called wrong.
 * @throws HubSpotResponseError 401 when the key is wrong.
 */
export async function readKeyInfo(api: AdminApi, { accessToken }: HubSpotSettings): Promise<KeyInfo> {
  try {
    const info = (await api.post('/oauth/v2/private-apps/get/access-token-info', {
      tokenKey: accessToken,
    })) as { hubId?: number | string; scopes?: unknown };
    if (info.hubId !== undefined && Array.isArray(info.scopes)) {
      return { portalId: String(info.hubId), scopes: new Set(info.scopes as string[]), missing: [] };
    }
  } catch (error) {
    refusedAs(error, [400, 401, 403, 404]);
  }
  return askContacts(api);
}

/** HubSpot shows the account in the address of every record. */
const IN_ADDRESS = /^https:\/\/[\w.-]{1,100}\/contacts\/(\d{1,20})\/record\//;

async function askContacts(api: AdminApi): Promise<KeyInfo> {
  const missing: string[] = [];
  let portalId: string | undefined;
  try {
    const { results = [] } = (await api.get('/crm/v3/objects/contacts?limit=1')) as {
      results?: { url?: string }[];
    };
    portalId = IN_ADDRESS.exec(results[0]?.url ?? '')?.[1];
  } catch (error) {
    missing.push(...scopesNamed(refusedAs(error, [403]), 'crm.objects.contacts.read'));
  }
  return { portalId: portalId ?? (await portalOfDetails(api)), missing };
}

async function portalOfDetails(api: AdminApi): Promise<string | undefined> {
  try {
    const { portalId } = (await api.get('/account-info/v3/details')) as { portalId?: number };
    return portalId === undefined ? undefined : String(portalId);
  } catch (error) {
    refusedAs(error, [401, 403, 404]);
    return undefined;
  }
}

/** @throws whatever is no such refusal. */
function refusedAs(error: unknown, statuses: readonly number[]): HubSpotResponseError {
  if (error instanceof HubSpotResponseError && statuses.includes(error.status)) return error;
  throw error;
}
