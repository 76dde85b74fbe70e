import type { AccountRules, Company } from './rule';

/**
 * All that the file says of one account, with the fields that only a rule of it fills: they are read with the record as well.
 * @returns undefined where it says nothing of the account.
 */
export function accountRules({ accounts, rules }: Company, name: string): AccountRules | undefined {
  const further = rules.flatMap(({ then }) => then.fields?.[name] ?? []);
  const own = accounts[name];
  if (!own && further.length === 0) return undefined;
  return { ...own, fields: [...(own?.fields ?? []), ...further] };
}
