import type { ConnectorDeps, Memory } from '../../connector';
import { CrmRefusedError, CrmUnavailableError } from '../../errors';
import { isObject, objectOf, textOf } from '../json';
import { seal, unseal } from '../seal';
import { fingerprint } from '../tenant';
import { exchange, isSuccess } from './exchange';
import type { Credential } from './send';
import { SharedToken } from './sign-in';

export const TOKEN_REQUEST = 'POST oauth/token';
const NAME = 'oauth-tokens';
/** An access token is not used in its last minute: the request may come late. */
const MARGIN_MS = 60_000;

/** An app that somebody installed in the CRM (RFC 6749, 6: refreshing an access token). */
interface OAuthApp {
  crm: string;
  /** Of the token endpoint. */
  url: string;
  clientId: string;
  clientSecret: string;
  /** As the installation gave it. */
  refreshToken: string;
  /** How long a refresh token lives that is not used. */
  unusedMs: number;
  /** What a person can do when the CRM does not know app or refresh token any more. */
  remedy: string;
}

interface Tokens {
  accessToken: string;
  refreshToken: string;
  /** Epoch milliseconds. */
  until: number;
}

/** As the memory keeps them, sealed. */
type Stored = { access: string; refresh: string; until: number };

/**
 * An access token of an app, got by its refresh token and shared by all instances. Whether a refresh token ends with its use,
 * depends on the CRM and at times is not told: the newest is kept, sealed with the app's secret, as long as the settings name the one
 * it came from.
 * @param memory none: an administrator's command, which remembers nothing.
 * @returns what throws CrmRefusedError when the CRM does not know the app or its refresh token any more.
 */
export function refreshedToken(
  app: OAuthApp,
  { fetch, now, memory }: Pick<ConnectorDeps, 'fetch' | 'now'> & { memory?: Memory },
): Credential {
  const { crm, clientId, clientSecret, refreshToken, unusedMs, remedy } = app;
  const of = fingerprint(refreshToken);
  const details = { crm, operation: TOKEN_REQUEST };

  async function signIn(refused?: string | null): Promise<Tokens> {
    const kept = tokensIn(await memory?.get(NAME), of, clientSecret);
    if (kept && kept.accessToken !== refused && kept.until > now()) return kept;
    const tokens = await refresh(kept?.refreshToken ?? refreshToken);
    const stored: Stored = { access: tokens.accessToken, refresh: tokens.refreshToken, until: tokens.until };
    await memory?.put(NAME, { of, sealed: seal(JSON.stringify(stored), clientSecret) }, unusedMs);
    return tokens;
  }

  async function refresh(known: string): Promise<Tokens> {
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    const request = {
      ...details,
      method: 'POST',
      url: app.url,
      scope: 'sign-in',
      headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: known }).toString(),
    };
    const { status, json } = await exchange(request, { fetch, signal: new AbortController().signal });
    const answer = objectOf(json);
    const [accessToken, next] = [textOf(answer.access_token), textOf(answer.refresh_token)];
    if (status === 400 || status === 401) {
      const words = textOf(answer.message) ?? textOf(answer.error_description) ?? textOf(answer.error) ?? '';
      // Another instance may have used the refresh token a moment before.
      const told = `HTTP ${status} ${words.slice(0, 200)}`;
      throw new CrmRefusedError(told, { ...details, status }, remedy, { mayPass: true });
    }
    if (!isSuccess(status) || !accessToken)
      throw new CrmUnavailableError(`HTTP ${status}: no token`, { ...details, status });
    const seconds = typeof answer.expires_in === 'number' ? answer.expires_in : 3600;
    return { accessToken, refreshToken: next ?? known, until: now() + seconds * 1000 - MARGIN_MS };
  }

  const token = new SharedToken(details, signIn, ({ until }) => until <= now());
  return {
    headers: async (signal) => ({ authorization: `Bearer ${(await token.get(signal)).accessToken}` }),
    refused: ({ authorization }) => token.refused(authorization?.slice('Bearer '.length)),
  };
}

function tokensIn(kept: unknown, of: string, clientSecret: string): Tokens | undefined {
  if (!isObject(kept) || kept.of !== of) return undefined;
  const text = unseal(textOf(kept.sealed) ?? '', clientSecret);
  if (text === undefined) return undefined;
  const { access, refresh, until } = JSON.parse(text) as Stored;
  return { accessToken: access, refreshToken: refresh, until };
}
