import { unlessRefused } from '../../shared/http/response-error';
import { detailsOf, tokenInfoOf } from '../api/account';
import type { HubSpotResponseError } from '../api/errors';
import { SeenAccount } from '../api/seen-account';
import type { HubSpotSettings } from '../definition';
import type { JsonApi } from '../api/json-api';
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
 * Account and scopes of the key. What the one request for them refuses says nothing of a service key, so the contacts are
 * asked before the key is called wrong.
 * @throws HubSpotResponseError 401 when the key is wrong.
 */
export async function readKeyInfo(api: JsonApi, { accessToken }: HubSpotSettings): Promise<KeyInfo> {
  const info = await tokenInfoOf(api, accessToken);
  if (info?.scopes) return { ...info, scopes: new Set(info.scopes), missing: [] };
  const missing: string[] = [];
  const seen = new SeenAccount();
  const contacts = unlessRefused(
    api.get('/crm/v3/objects/contacts?limit=1'),
    (refusal: HubSpotResponseError) => {
      if (refusal.status === 403) missing.push(...scopesNamed(refusal, 'crm.objects.contacts.read'));
      return refusal.status === 403;
    },
  );
  seen.learn(JSON.stringify((await contacts) ?? {}));
  return { portalId: (seen.account ?? (await detailsOf(api)))?.portalId, missing };
}
