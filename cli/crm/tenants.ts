import type { Account } from '../../config/accounts';
import type { Env } from '../../config/env';
import { isOurs } from '../../sync/tenancy';
import type { Cli } from '../cli';
import { unlessAway } from '../failures';
import { openConnector } from '../../connectors/open-connector';

/** Which rows of the table are about what our accounts lead to today: a key may have been exchanged for another one's. */
export class Tenants {
  readonly #known: ReadonlyMap<string, Tenant>;

  constructor(known: ReadonlyMap<string, Tenant>) {
    this.#known = known;
  }

  /** @param stamp as a row has it. @returns undefined for today's, else what the other one is called. */
  other(account: string, stamp: string | undefined): string | undefined {
    const tenant = this.#known.get(account);
    return !tenant || isOurs(stamp, tenant.id, tenant.credential) ? undefined : stamp;
  }

  /** Whether the CRM did not tell which tenant it is, though it answers. */
  isUntold(account: string): boolean {
    const tenant = this.#known.get(account);
    return tenant !== undefined && tenant.id === undefined;
  }
}

interface Tenant {
  /** The CRM's own number; undefined where it does not tell. */
  id: string | undefined;
  credential: string;
}

/** Asks every CRM that is configured which tenant it is; of one that does not answer every row counts as today's. */
export async function readTenants(
  env: Env,
  cli: Pick<Cli, 'fetch' | 'now'>,
  accounts: readonly Account[],
): Promise<Tenants> {
  const known = new Map<string, Tenant>();
  for (const account of accounts) {
    await unlessAway(async () => {
      const { connector, session } = await openConnector(account, env, cli);
      known.set(account.name, { id: await session.tenant(), credential: connector.credential });
    });
  }
  return new Tenants(known);
}
