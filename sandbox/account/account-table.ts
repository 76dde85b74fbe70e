import type { Account } from '../../config/accounts';
import type { Env } from '../../config/env';
import type { Memory } from '../../connectors/connector';
import { isCrmError } from '../../connectors/errors';
import { loadConnector } from '../../connectors/registry';
import { createTransport } from '../../connectors/shared/http/transport';
import { stampOf } from '../../sync/tenancy';
import { loadWords } from '../../text/languages/load';

/** What the emulated CRMs' events are kept in. */
export const EMULATED_TABLE = 'jivochat-crm-sandbox';
/** A person waits; what a CRM has not said by then it says to the first event. */
const TIMEOUT_MS = 10_000;
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };
const NOTHING_KEPT: Memory = { get: () => Promise.resolve(undefined), put: () => Promise.resolve() };

/**
 * The table for one real account: what waits, or is remembered, of one account or of the emulation is never another's.
 * Where the account cannot be learned it is told from others by its credential.
 * @throws ConfigError when the CRM's variables are wrong.
 */
export async function accountTable(account: Account, env: Env): Promise<string> {
  const connector = await loadConnector({
    account,
    env,
    fetch: createTransport(),
    now: Date.now,
    memory: NOTHING_KEPT,
  });
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const words = await loadWords('en');
  const session = connector.open({ signal, inDoubt: false, log: SILENT, words });
  const tenant = await session.tenant().catch((error: unknown) => {
    if (isCrmError(error)) return undefined;
    throw error;
  });
  // DynamoDB API Reference: CreateTable: letters, digits, dot, dash and underscore.
  const place = stampOf(tenant, connector.credential).replaceAll(/[^\w.-]/g, '-');
  return `jivochat-crm-${account.name}-${place}`;
}
