import type { Connector, ConnectorSession, Log } from '../connectors/connector';
import { isCrmError } from '../connectors/errors';
import type { Link } from '../store/links';

/** Before the fingerprint of a credential, where the CRM does not tell which account it is. */
const CREDENTIAL = 'key:';

/** What a row is bound to: the CRM's number of the account, else the credential. */
export function stampOf(tenant: string | undefined, credential: string): string {
  return tenant ?? CREDENTIAL + credential;
}

/** One of an earlier version, before rows were bound, counts as ours. */
export function isOurs(stamp: string | undefined, tenant: string | undefined, credential: string): boolean {
  return stamp === undefined || stamp === tenant || stamp === CREDENTIAL + credential;
}

/**
 * The account of the CRM that an event goes to, and whether a row of the table is about it: a key may have been
 * exchanged for another account's, where the same id is a stranger's.
 */
export class Tenancy {
  readonly #credential: string;
  readonly #session: ConnectorSession;
  readonly #log: Log;

  constructor({ credential }: Connector, session: ConnectorSession, log: Log) {
    this.#credential = credential;
    this.#session = session;
    this.#log = log;
  }

  /** @throws CrmUnavailableError, CrmRefusedError when it cannot be told now. */
  async owns(stamp: string | undefined): Promise<boolean> {
    if (isOurs(stamp, undefined, this.#credential)) return true;
    return isOurs(stamp, await this.#session.tenant(), this.#credential);
  }

  /**
   * The link as far as it is about our account: another account's is as if it were not there, and is replaced when the
   * event is done. A mark of being in doubt stays: it costs requests only.
   * @throws as `owns`.
   */
  async own(link: Link): Promise<Link> {
    if (await this.owns(link.tenant)) return link;
    this.#log.warn(
      'A link of another CRM account is not followed: the key was exchanged. The chat begins anew here',
      { linkedIn: link.tenant, record: link.record },
    );
    const { key, inDoubt, replaceableUntil } = link;
    return { key, inDoubt, replaceableUntil };
  }

  /** For a row about our account. The CRM being away does not keep it from being written. */
  async stamp(): Promise<string> {
    try {
      return stampOf(await this.#session.tenant(), this.#credential);
    } catch (error) {
      if (!isCrmError(error)) throw error;
      return stampOf(undefined, this.#credential);
    }
  }
}
