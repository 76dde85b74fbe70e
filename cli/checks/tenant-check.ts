import type { Env } from '../../config/env';
import type { Finding } from '../../connectors/admin';
import { hint } from '../../connectors/shared/findings';
import { rowName } from '../../store/rows';
import { variableOf, type Account } from '../../config/accounts';
import { loadDefinition } from '../../connectors/registry';
import { readTenants } from '../crm/tenants';
import type { Cli } from '../cli';
import { firstRows } from './first-rows';

/** Links of accounts that the table was used with before, and an account that cannot be told from others. */
export async function checkTenant(account: Account, env: Env, cli: Cli): Promise<Finding[]> {
  const tenants = await readTenants(env, cli, [account]);
  const others = new Map<string, number>();
  for await (const { pk, tenant } of firstRows(cli)) {
    const name = rowName(pk);
    const other =
      name.kind === 'link' && name.account === account.name ? tenants.other(account.name, tenant) : undefined;
    if (other) others.set(other, (others.get(other) ?? 0) + 1);
  }
  const { tenantSetting } = await loadDefinition(account.crm);
  const variable = tenantSetting && variableOf(account, tenantSetting);
  return tenantFindings(others, tenants.isUntold(account.name), variable);
}

function untoldFinding(variable: string | undefined): Finding {
  return hint(
    'The CRM does not tell this key which account it is for: with the next key every chat would begin anew',
    variable
      ? `Set ${variable} some weeks before you exchange the key`
      : 'Exchange the key while few chats are open',
  );
}

/** @param others how many links there are, by the account they lead to. */
function tenantFindings(
  others: ReadonlyMap<string, number>,
  untold: boolean,
  tenantSetting?: string,
): Finding[] {
  const ofOthers = [...others].map(([other, links]) =>
    hint(
      `The table holds ${links} link(s) of another account of this CRM (${other}): the key was exchanged, or it is not the one you meant`,
      'Meant so: nothing to do; these links are not followed, the chats begin anew in the account of today. Else set the key of the account you meant',
    ),
  );
  return untold ? [untoldFinding(tenantSetting), ...ofOthers] : ofOthers;
}
