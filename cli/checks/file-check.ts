import type { Account } from '../../config/accounts';
import type { Env } from '../../config/env';
import type { Finding } from '../../connectors/admin';
import { wrong } from '../../connectors/shared/findings';
import { NO_COMPANY, type Company } from '../../leads/rules/rule';
import { readCompany } from '../../connectors/company-file';
import { orProblems } from '../failures';

const REMEDY = 'Correct the file; docs/configuration.md explains every key';

/** What the company's own file says, as far as it is right, and what is wrong in it; nothing where there is none. */
export async function checkCompanyFile(
  env: Env,
  accounts: readonly Account[],
): Promise<{ company: Company; findings: Finding[] }> {
  const { value = NO_COMPANY, problems } = await orProblems(() => readCompany(env, accounts));
  return { company: value, findings: problems.map((what) => wrong(what, REMEDY)) };
}
