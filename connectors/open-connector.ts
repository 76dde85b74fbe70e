import type { Account } from '../config/accounts';
import type { Env } from '../config/env';
import type { AccountRules } from '../leads/rules/rule';
import { loadWords } from '../text/languages/load';
import type { Connector, ConnectorSession, Memory } from './connector';
import { loadConnector } from './registry';
import { forgetful } from './shared/forgetful';
import type { Fetch } from './shared/http/transport';
import { SILENT } from './shared/silent';

const TIMEOUT_MS = 60_000;

export interface OpenConnector {
  connector: Connector;
  session: ConnectorSession;
}

/**
 * A CRM as the handlers have it, for one command of a person's.
 * @param timeoutMs of all its requests together, milliseconds.
 * @throws ConfigError when its variables are missing or wrong.
 */
export async function openConnector(
  account: Account,
  env: Env,
  { fetch, now }: { fetch: Fetch; now: () => number },
  {
    memory = forgetful(),
    rules,
    timeoutMs = TIMEOUT_MS,
  }: { memory?: Memory; rules?: AccountRules; timeoutMs?: number } = {},
): Promise<OpenConnector> {
  const connector = await loadConnector({ account, env, fetch, now, memory, rules });
  const signal = AbortSignal.timeout(timeoutMs);
  const words = await loadWords('en');
  return { connector, session: connector.open({ signal, inDoubt: false, log: SILENT, words }) };
}
