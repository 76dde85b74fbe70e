import type { Account } from '../../config/accounts';
import type { Env } from '../../config/env';
import { isCrmError } from '../../connectors/errors';
import { openConnector } from '../../connectors/open-connector';
import { createTransport } from '../../connectors/shared/http/transport';
import { stampOf } from '../../sync/tenancy';

/** What the emulated CRMs' events are kept in. */
export const EMULATED_TABLE = 'jivochat-crm-sandbox';
/** A person waits; what a CRM has not said by then it says to the first event. */
const TIMEOUT_MS = 10_000;

/**
 * The table for one real account: what waits, or is remembered, of one account or of the emulation is never another's.
 * Where the account cannot be learned it is told from others by its credential.
 * @throws ConfigError when the CRM's variables are wrong.
 */
export async function accountTable(account: Account, env: Env): Promise<string> {
  const place = { fetch: createTransport(), now: Date.now };
  const { connector, session } = await openConnector(account, env, place, { timeoutMs: TIMEOUT_MS });
  const tenant = await session.tenant().catch((error: unknown) => {
    if (isCrmError(error)) return undefined;
    throw error;
  });
  // DynamoDB API Reference: CreateTable: letters, digits, dot, dash and underscore.
  const stamp = stampOf(tenant, connector.credential).replaceAll(/[^\w.-]/g, '-');
  return `jivochat-crm-${account.name}-${stamp}`;
}
