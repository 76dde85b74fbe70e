import type { Account } from '../../config/accounts';
import { ConfigError, type Env } from '../../config/env';
import type { Finding } from '../../connectors/admin';
import { NO_COMPANY, type Company } from '../../leads/rules/rule';
import { readCompany } from '../config-file/company-file';

/** What is wrong in the company's own file; nothing where there is none. */
export async function checkCompanyFile(env: Env, accounts: readonly Account[]): Promise<Finding[]> {
  try {
    await readCompany(env, accounts);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const remedy = 'Correct the file; docs/configuration.md explains every key';
    return error.problems.map((what) => ({ level: 'wrong', what, remedy }));
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
