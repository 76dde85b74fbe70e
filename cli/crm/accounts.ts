import { Option } from 'commander';
import { readAccounts, variableOf, type Account } from '../../config/accounts';
import type { Env } from '../../config/env';
import { CONNECTOR_NAMES, loadDefinition } from '../../connectors/registry';
import { UsageError } from '../errors';

/** As an option: which of the accounts is meant. */
export function accountOption(meaning: string): Option {
  return new Option('--account <name>', `${meaning}: the name of a CRM, or one of ACCOUNTS`);
}

/** What `--account` was called when a CRM had one account. */
export function formerAccountOption(): Option {
  return new Option('--connector <name>').hideHelp();
}

/** The accounts there are. @throws ConfigError when ACCOUNTS is wrong. */
export function allAccounts(env: Env): readonly Account[] {
  return readAccounts(env, CONNECTOR_NAMES);
}

/** @throws UsageError when no account has the name; ConfigError when ACCOUNTS is wrong. */
export function accountNamed(name: string, env: Env): Account {
  const accounts = allAccounts(env);
  const found = accounts.find((account) => account.name === name);
  if (found) return found;
  const names = accounts.map((account) => account.name).join(', ');
  throw new UsageError(`no account is called ${name}; there are ${names} (ACCOUNTS names further ones)`);
}

/** The accounts whose credential the environment has, or names the parameter of. */
export async function configuredAccounts(accounts: readonly Account[], env: Env): Promise<Account[]> {
  const configured: Account[] = [];
  for (const account of accounts) {
    const variable = variableOf(account, (await loadDefinition(account.crm)).configuredBy);
    if (env[variable]?.trim() || env[`${variable}_SSM`]?.trim()) configured.push(account);
  }
  return configured;
}
