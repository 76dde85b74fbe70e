import { Connection } from '@jsforce/jsforce-node/lib/connection';
import type { Memory } from '../../connector';
import { SharedToken } from '../../shared/http/sign-in';
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
  readonly #session = new SharedToken({ crm: 'Salesforce', operation: SIGN_IN }, () => this.#signIn());
  #instanceUrl: string | undefined;

  constructor(deps: OrgDeps) {
    this.#deps = deps;
  }

  /** @throws SalesforceResponseError, CrmUnavailableError */
  connection(signal: AbortSignal): Promise<Connection> {
    return this.#session.get(signal);
  }

  /** The next request has another token than this connection's. */
  refused({ accessToken }: Connection): void {
    this.#session.refused(accessToken);
  }

  /** The address of the org, such as `https://acme.my.salesforce.com`; signs in only when nobody ever did. */
  async url(signal: AbortSignal): Promise<string> {
    if (this.#instanceUrl) return this.#instanceUrl;
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

  async #signIn(): Promise<Connection> {
    const { settings, fetch, memory, now } = this.#deps;
    // Without a client id of its own, so that jsforce never renews the session by itself: it would not stop.
    const connection = new Connection({ loginUrl: settings.loginUrl, version: API_VERSION });
    const { oauth2 } = connection;
    const ours = transport({ fetch, signal: new AbortController().signal, operation: SIGN_IN });
    oauth2._transport = ours as unknown as typeof oauth2._transport;
    await connection.authorize(grant(settings, now()));
    const { instanceUrl, userInfo } = connection;
    this.#instanceUrl = instanceUrl;
    for (const [name, told] of Object.entries({ [NAME]: instanceUrl, [ID]: userInfo?.organizationId })) {
      if (told && (await memory.get(name)) !== told) await memory.put(name, told, TTL_MS);
    }
    return connection;
  }
}
