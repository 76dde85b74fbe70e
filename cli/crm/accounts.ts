import { ConfigError, type Env } from '../../config/env';
import { isCrmError } from '../../connectors/errors';
import { CONNECTOR_NAMES } from '../../connectors/registry';
import { isOurs } from '../../sync/tenancy';
import type { Cli } from '../cli';
import { openCrm } from './crm-session';

/** Which rows of the table are about the accounts of today. */
export class Accounts {
  readonly #known: ReadonlyMap<string, Account>;

  constructor(known: ReadonlyMap<string, Account>) {
    this.#known = known;
  }

  /** @param stamp as a row has it. @returns undefined for today's account, else what the other one is called. */
  other(connector: string, stamp: string | undefined): string | undefined {
    const account = this.#known.get(connector);
    return !account || isOurs(stamp, account.tenant, account.credential) ? undefined : stamp;
  }

  /** Whether the CRM did not tell which account it is, though it answers. */
  isUntold(connector: string): boolean {
    const account = this.#known.get(connector);
    return account !== undefined && account.tenant === undefined;
  }
}

export interface Account {
  /** The CRM's own number; undefined where it does not tell. */
  tenant: string | undefined;
  credential: string;
}

/** Asks every CRM that is configured which account it is; of one that does not answer every row counts as today's. */
export async function readAccounts(
  env: Env,
  cli: Pick<Cli, 'fetch' | 'now'>,
  names: readonly string[] = CONNECTOR_NAMES,
): Promise<Accounts> {
  const known = new Map<string, Account>();
  for (const name of names) {
    try {
      const crm = await openCrm(name, env, cli);
      if (!crm) continue;
      known.set(name, { tenant: await crm.session.tenant(), credential: crm.connector.credential });
    } catch (error) {
      if (!(error instanceof ConfigError) && !isCrmError(error)) throw error;
    }
  }
  return new Accounts(known);
}
