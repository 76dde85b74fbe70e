import type { Account } from '../../config/accounts';
import type { Finding } from '../../connectors/admin';
import { wrong } from '../../connectors/shared/findings';
import { rowName } from '../../store/rows';
import type { Cli } from '../cli';
import { firstRows } from './first-rows';

/** Events that wait for an account which ACCOUNTS does not name: no worker looks for them. */
export async function checkUnnamed(accounts: readonly Account[], cli: Cli): Promise<Finding[]> {
  const named = new Set(accounts.map(({ name }) => name));
  const waiting = new Map<string, number>();
  for await (const { pk, account, status } of firstRows(cli)) {
    if (rowName(pk).kind !== 'event' || status === 'done' || account === undefined || named.has(account))
      continue;
    waiting.set(account, (waiting.get(account) ?? 0) + 1);
  }
  return [...waiting].map(([account, events]) =>
    wrong(
      `${events} event(s) wait for the account ${account}, which ACCOUNTS does not name: nobody brings them to a CRM`,
      `Name ${account} in ACCOUNTS again until they are done or dropped (jivochat-crm inbox list --account ${account})`,
    ),
  );
}
