import type { Account } from '../../config/accounts';
import { ConfigError, type Env } from '../../config/env';
import type { Finding } from '../../connectors/admin';
import { wrong } from '../../connectors/shared/findings';
import { NO_COMPANY, type Company } from '../../leads/rules/rule';
import { readCompany } from '../config-file/company-file';

/** What is wrong in the company's own file; nothing where there is none. */
export async function checkCompanyFile(env: Env, accounts: readonly Account[]): Promise<Finding[]> {
  try {
    await readCompany(env, accounts);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((what) =>
      wrong(what, 'Correct the file; docs/configuration.md explains every key'),
    );
  }
}

/** What the file says; nothing where there is none or it is wrong, which is told elsewhere. */
export async function readCompanyOrNone(env: Env, accounts: readonly Account[]): Promise<Company> {
  try {
    return (await readCompany(env, accounts)) ?? NO_COMPANY;
  } catch (error) {
    if (error instanceof ConfigError) return NO_COMPANY;
    throw error;
  }
}
