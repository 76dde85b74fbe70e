import type { Memory } from '../../connector';
import { CrmRefusedError, CrmUnavailableError } from '../../errors';
import { exchange } from '../../shared/http/exchange';
import { seal, unseal } from '../../shared/seal';
import { sharedSignIn } from '../../shared/http/sign-in';
import { fingerprint } from '../../shared/tenant';
import type { Fetch } from '../../shared/http/transport';
import type { PipedriveSettings } from '../definition';
import { PipedriveResponseError } from './errors';
import { isObject, textOf } from './json';

const SIGN_IN = 'POST oauth/token';
const NAME = 'oauth-tokens';
/** Pipedrive docs: OAuth authorization: a refresh token ends when it was not used for 60 days. */
const TTL_MS = 60 * 24 * 3_600_000;
/** An access token is not used in its last minute: the request may come late. */
const MARGIN_MS = 60_000;

interface Tokens {
  access: string;
  refresh: string;
  /** Epoch milliseconds. */
  until: number;
}

interface CredentialDeps {
  settings: PipedriveSettings;
  fetch: Fetch;
  now: () => number;
  /** None: an administrator's command, which remembers nothing. */
  memory?: Memory;
}

/**
 * What a request proves itself with: the personal token, or an access token of a private app, got by its refresh token and
 * shared by all instances. Whether a refresh token ends with its use, sources disagree: the newest is kept, sealed with the
 * app's secret, as long as the settings name the one it came from.
 */
export class Credential {
  readonly #deps: CredentialDeps;
  readonly #signIn = sharedSignIn({ crm: 'Pipedrive', operation: SIGN_IN }, () => this.#getTokens());
  #tokens: Tokens | undefined;
  #refused: string | undefined;

  constructor(deps: CredentialDeps) {
    this.#deps = deps;
  }

  /** @throws CrmRefusedError when Pipedrive does not know the app or its refresh token any more. */
  async headers(signal: AbortSignal): Promise<Record<string, string>> {
    const { settings, now } = this.#deps;
    if (settings.apiToken) return { 'x-api-token': settings.apiToken };
    if (!this.#tokens || this.#tokens.until <= now()) await this.#signIn(signal);
    return { authorization: `Bearer ${this.#tokens!.access}` };
  }

  /** The next request gets another token, if there are any. @param headers of the request that was refused. */
  refused({ authorization }: Record<string, string>): void {
    if (!this.#tokens || authorization !== `Bearer ${this.#tokens.access}`) return;
    this.#refused = this.#tokens.access;
    this.#tokens = undefined;
  }

  async #getTokens(): Promise<void> {
    const { settings, memory, now } = this.#deps;
    const { refreshToken = '', clientSecret = '' } = settings;
    const of = fingerprint(refreshToken);
    const kept = tokensIn(await memory?.get(NAME), of, clientSecret);
    const isGood = kept && kept.access !== this.#refused && kept.until > now();
    this.#tokens = isGood ? kept : await this.#refresh(kept?.refresh ?? refreshToken);
    if (!isGood)
      await memory?.put(NAME, { of, sealed: seal(JSON.stringify(this.#tokens), clientSecret) }, TTL_MS);
  }

  async #refresh(refresh: string): Promise<Tokens> {
    const { settings, fetch, now } = this.#deps;
    const { oauthUrl, clientId, clientSecret } = settings;
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    const request = {
      crm: 'Pipedrive',
      operation: SIGN_IN,
      method: 'POST',
      url: `${oauthUrl}/oauth/token`,
      headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refresh }).toString(),
      scope: 'sign-in',
    };
    const { status, json } = await exchange(request, { fetch, signal: new AbortController().signal });
    const answer = isObject(json) ? json : {};
    const [access, next] = [textOf(answer.access_token), textOf(answer.refresh_token)];
    const details = { crm: 'Pipedrive', operation: SIGN_IN, status };
    if (status === 400 || status === 401) {
      const words = textOf(answer.message) ?? textOf(answer.error) ?? '';
      const remedy =
        'Install the private app anew and set PIPEDRIVE_REFRESH_TOKEN; check PIPEDRIVE_CLIENT_ID and PIPEDRIVE_CLIENT_SECRET.';
      // Another instance may have used the refresh token a moment before.
      throw new CrmRefusedError(`HTTP ${status} ${words.slice(0, 200)}`, details, remedy, { mayPass: true });
    }
    if (status >= 300 || !access) throw new CrmUnavailableError(`HTTP ${status}: no token`, details);
    const seconds = typeof answer.expires_in === 'number' ? answer.expires_in : 3600;
    return { access, refresh: next ?? refresh, until: now() + seconds * 1000 - MARGIN_MS };
  }
}

/** Whether an error says that Pipedrive does not know what the settings prove themselves with. */
export function isUnknownCredential(error: unknown): boolean {
  if (error instanceof PipedriveResponseError) return error.status === 401;
  return error instanceof CrmRefusedError && error.details.operation === SIGN_IN;
}

function tokensIn(kept: unknown, of: string, clientSecret: string): Tokens | undefined {
  if (!isObject(kept) || kept.of !== of) return undefined;
  const text = unseal(textOf(kept.sealed) ?? '', clientSecret);
  return text === undefined ? undefined : (JSON.parse(text) as Tokens);
}
