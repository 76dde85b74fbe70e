import { unlessRefused } from '../../shared/http/response-error';
import type { JsonApi } from './json-api';
import type { Account } from './seen-account';
import type { HubSpotContext } from '../context';
import { tenantName } from '../../shared/tenant';

const NAME = 'account';
/** An account moves to another region at most once in its life. */
const TTL_MS = 30 * 24 * 3_600_000;
const REFUSED_TTL_MS = 3_600_000;
const DEFAULT_UI_DOMAIN = 'app.hubspot.com';

/**
 * The account's number and host, from the settings or from HubSpot (HubSpot docs: Account information API).
 * @returns undefined when the token may not ask for them; links are left out then.
 */
export async function account(context: HubSpotContext): Promise<Account | undefined> {
  const { portalId, uiDomain } = context.settings;
  return portalId ? { portalId, uiDomain: uiDomain ?? DEFAULT_UI_DOMAIN } : accountOfKey(context);
}

/**
 * Which account the key is for. HUBSPOT_PORTAL_ID counts only where HubSpot does not tell: it may be of the key before.
 */
export async function tenant(context: HubSpotContext): Promise<string | undefined> {
  const id = (await accountOfKey(context))?.portalId ?? context.settings.portalId;
  return id && tenantName(id, context.settings.baseUrl);
}

/** Kept by key: a key is never moved to another account. */
async function accountOfKey(context: HubSpotContext): Promise<Account | undefined> {
  const kept = (await context.memory.get(NAME)) as Account | { refused: true } | undefined;
  if (kept && !('refused' in kept)) return kept;
  if (context.seen.account) {
    await context.memory.put(NAME, context.seen.account, TTL_MS);
    return context.seen.account;
  }
  if (kept) return undefined;
  const { api, settings } = context;
  const told =
    (await detailsOf(api)) ?? (await tokenInfoOf(api, settings.accessToken)) ?? (await fromRecords(context));
  const uiDomain = told?.uiDomain ?? settings.uiDomain ?? DEFAULT_UI_DOMAIN;
  const found = told && { portalId: told.portalId, uiDomain };
  if (!found) {
    context.call.log.warn(
      'HubSpot does not tell this token the account: set HUBSPOT_PORTAL_ID, so that there are record links, and chats stay linked when the key changes',
    );
  }
  await context.memory.put(NAME, found ?? { refused: true }, found ? TTL_MS : REFUSED_TTL_MS);
  return found;
}

/** Any record shows it; an account without one has none to be taken for a stranger's either. */
async function fromRecords({ api, seen }: HubSpotContext): Promise<Account | undefined> {
  const contacts = await unlessRefused(api.get('/crm/v3/objects/contacts?limit=1'), [403]);
  if (contacts !== undefined) seen.learn(JSON.stringify(contacts));
  return seen.account;
}

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
