import { Connection } from '@jsforce/jsforce-node/lib/connection';
import type { Memory } from '../../connector';
import { sharedSignIn } from '../../shared/http/sign-in';
import type { Fetch } from '../../shared/http/transport';
import { API_VERSION } from './version';
import { SIGN_IN } from './errors';
import type { SalesforceSettings } from '../definition';
import { grant } from './sign-in';
import { transport } from './transport';

const NAME = 'instance';
const ID = 'organization';
/** An org moves to another address at most once in its life. */
const TTL_MS = 30 * 24 * 3_600_000;

interface OrgDeps {
  settings: SalesforceSettings;
  fetch: Fetch;
  memory: Memory;
  now: () => number;
}

/** The org we are signed in to, for the life of the instance. The token is held nowhere else. */
export class Org {
  readonly #deps: OrgDeps;
  /** Without a client id of its own, so that jsforce never renews the session by itself: it would not stop. */
  readonly #connection: Connection;
  readonly #signIn = sharedSignIn({ crm: 'Salesforce', operation: SIGN_IN }, () => this.#requestToken());

  constructor(deps: OrgDeps) {
    this.#deps = deps;
    this.#connection = new Connection({ loginUrl: deps.settings.loginUrl, version: API_VERSION });
  }

  /** @throws SalesforceResponseError, CrmUnavailableError */
  async connection(signal: AbortSignal): Promise<Connection> {
    if (!this.#connection.accessToken) await this.#signIn(signal);
    return this.#connection;
  }

  /** The next request gets another token; nothing to do when another event has got it already. */
  refused(token: string | null | undefined): void {
    if (this.#connection.accessToken === token) this.#connection.accessToken = null;
  }

  get token(): string | null | undefined {
    return this.#connection.accessToken;
  }

  /** The address of the org, such as `https://acme.my.salesforce.com`; signs in only when nobody ever did. */
  async url(signal: AbortSignal): Promise<string> {
    if (this.#connection.instanceUrl) return this.#connection.instanceUrl;
    const kept = await this.#deps.memory.get(NAME);
    if (typeof kept === 'string') return kept;
    return (await this.connection(signal)).instanceUrl;
  }

  /**
   * The org's id, as the sign-in tells it: a sandbox that was made anew is another org under the same address. What was
   * learned before counts only while nobody can sign in.
   * @returns undefined when the answer to the sign-in does not tell it.
   * @throws SalesforceResponseError, CrmUnavailableError
   */
  async id(signal: AbortSignal): Promise<string | undefined> {
    try {
      return (await this.connection(signal)).userInfo?.organizationId || undefined;
    } catch (error) {
      const kept = await this.#deps.memory.get(ID);
      if (typeof kept === 'string') return kept;
      throw error;
    }
  }

  async #requestToken(): Promise<void> {
    const { settings, fetch, memory, now } = this.#deps;
    const { oauth2 } = this.#connection;
    const ours = transport({ fetch, signal: new AbortController().signal, operation: SIGN_IN });
    oauth2._transport = ours as unknown as typeof oauth2._transport;
    await this.#connection.authorize(grant(settings, now()));
    const { instanceUrl, userInfo } = this.#connection;
    for (const [name, told] of Object.entries({ [NAME]: instanceUrl, [ID]: userInfo?.organizationId })) {
      if (told && (await memory.get(name)) !== told) await memory.put(name, told, TTL_MS);
    }
  }
}
