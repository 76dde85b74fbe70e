import type { Account } from '../../config/accounts';
import type { Env } from '../../config/env';
import { leadSourceOf } from '../../config/settings';
import type { CrmAdmin } from '../../connectors/admin';
import { loadAdmin } from '../../connectors/registry';
import type { Cli } from '../cli';

/** A command line waits longer than an agent does, but not for ever. */
const TIMEOUT_MS = 120_000;

/** @throws ConfigError when its settings are missing or wrong. */
export function createAdmin(account: Account, env: Env, { fetch, now }: Cli): Promise<CrmAdmin> {
  const leadSource = leadSourceOf(env);
  return loadAdmin({ account, env, fetch, now, leadSource, signal: AbortSignal.timeout(TIMEOUT_MS) });
}
