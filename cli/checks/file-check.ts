import type { Account } from '../../config/accounts';
import { ConfigError, type Env } from '../../config/env';
import type { Finding } from '../../connectors/admin';
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
