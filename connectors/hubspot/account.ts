import { HubSpotResponseError } from './errors';
import type { HubSpotContext } from './context';

export interface Account {
  portalId: string;
  /** Regional: app.hubspot.com, app-eu1.hubspot.com, ... */
  uiDomain: string;
}

/**
 * The account as it shows in the `url` that newer answers give every record: it saves asking, and works for keys that
 * may not ask.
 */
export class SeenAccount {
  #account: Account | undefined;

  get account(): Account | undefined {
    return this.#account;
  }

  learn(answer: string): void {
    if (this.#account) return;
    const match = /"url"\s*:\s*"https:\/\/(app[\w.-]*\.hubspot\.com)\/contacts\/(\d+)\/record\//.exec(answer);
    if (match) this.#account = { uiDomain: match[1]!, portalId: match[2]! };
  }
}

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
  if (portalId) return { portalId, uiDomain: uiDomain ?? DEFAULT_UI_DOMAIN };
  const kept = (await context.memory.get(NAME)) as Account | { refused: true } | undefined;
  if (kept && !('refused' in kept)) return kept;
  if (context.seen.account) {
    await context.memory.put(NAME, context.seen.account, TTL_MS);
    return context.seen.account;
  }
  if (kept) return undefined;
  try {
    const details = (await context.api.getJson('GET account details', '/account-info/v3/details')) as {
      portalId?: number;
      uiDomain?: string;
    };
    const found = { portalId: String(details.portalId), uiDomain: details.uiDomain ?? DEFAULT_UI_DOMAIN };
    await context.memory.put(NAME, found, TTL_MS);
    return found;
  } catch (error) {
    if (!(error instanceof HubSpotResponseError) || error.status !== 403) throw error;
    context.call.log.warn(
      'HubSpot does not tell this token the account: set HUBSPOT_PORTAL_ID to get record links',
      {
        status: error.status,
      },
    );
    await context.memory.put(NAME, { refused: true }, REFUSED_TTL_MS);
    return undefined;
  }
}
