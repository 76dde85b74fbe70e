import { readFileSync } from 'node:fs';
import { ConfigError, type Env } from '../../config/env';
import { CompanyFileError } from '../../config/file/problem';
import { readCompanyFile } from '../../config/file/read-file';
import { knownAccounts } from '../../connectors/known-accounts';
import { allAccounts } from '../crm/accounts';
import type { Company } from '../../leads/rules/rule';

/** The company's file of this folder; undefined where there is none. @throws ConfigError naming every problem with its line. */
export async function readCompany(env: Env, accounts = allAccounts(env)): Promise<Company | undefined> {
  try {
    return readCompanyFile(env, await knownAccounts(accounts), {
      read: (path) => readFileSync(path, 'utf8'),
    });
  } catch (error) {
    if (error instanceof CompanyFileError) throw new ConfigError(error.problems);
    throw error;
  }
}
