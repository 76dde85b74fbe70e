import { readFileSync } from 'node:fs';
import { readAccounts } from '../config/accounts';
import { ConfigError, type Env } from '../config/env';
import { CompanyFileError } from '../config/file/problem';
import { readCompanyFile } from '../config/file/read-file';
import type { Company } from '../leads/rules/rule';
import { knownAccounts } from './known-accounts';
import { CONNECTOR_NAMES } from './registry';

/** The company's file of this folder; undefined where there is none. @throws ConfigError naming every problem with its line. */
export async function readCompany(
  env: Env,
  accounts = readAccounts(env, CONNECTOR_NAMES),
): Promise<Company | undefined> {
  try {
    return readCompanyFile(env, await knownAccounts(accounts), {
      read: (path) => readFileSync(path, 'utf8'),
    });
  } catch (error) {
    if (error instanceof CompanyFileError) throw new ConfigError(error.problems);
    throw error;
  }
}

/** How much it says, in numbers. */
export function companySize({ rules, accounts, channels, names }: Company) {
  const fields = Object.values(accounts).reduce((sum, account) => sum + account.fields.length, 0);
  return { rules: rules.length, fields, channels: Object.keys(channels).length, values: names.length };
}
