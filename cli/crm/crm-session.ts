import type { Account } from '../../config/accounts';
import type { Env } from '../../config/env';
import type { Connector, ConnectorSession, Memory } from '../../connectors/connector';
import { loadConnector } from '../../connectors/registry';
import { forgetful } from '../../connectors/shared/forgetful';
import type { AccountRules } from '../../leads/rules/rule';
import { loadWords } from '../../text/languages/load';
import { SILENT } from '../../connectors/shared/silent';
import type { Cli } from '../cli';

const TIMEOUT_MS = 60_000;

export interface OpenCrm {
  connector: Connector;
  session: ConnectorSession;
}

/** The connector as the handlers have it, for one command. @throws ConfigError when its variables are missing or wrong. */
export async function openCrm(
  account: Account,
  env: Env,
  { fetch, now }: Pick<Cli, 'fetch' | 'now'>,
  { memory = forgetful(), rules }: { memory?: Memory; rules?: AccountRules } = {},
): Promise<OpenCrm> {
  const connector = await loadConnector({ account, env, fetch, now, memory, rules });
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const words = await loadWords('en');
  return { connector, session: connector.open({ signal, inDoubt: false, log: SILENT, words }) };
}
