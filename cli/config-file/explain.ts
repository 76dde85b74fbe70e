import { CORE_SETTINGS } from '../../config/settings';
import { createLookups } from '../../handlers/lookups/lookups';
import type { Company } from '../../leads/rules/rule';
import type { Remembered } from '../../leads/vocabulary/remembered';
import { SILENT } from '../../connectors/shared/silent';
import type { Cli } from '../cli';
import { allAccounts, configuredAccounts } from '../crm/accounts';
import { explainEvent, type Explanation } from '../../console/explain-event';
import { languageSet } from '../../console/rules-source';

interface Circumstances {
  /** Arrival, epoch milliseconds; now where it is not said. */
  receivedAt?: number;
  accounts?: readonly string[];
  told?: Remembered;
}

/** What the file makes of an event, for the accounts it speaks of and those that are configured. */
export async function explain(
  cli: Cli,
  company: Company,
  body: unknown,
  { receivedAt = cli.now(), accounts, told }: Circumstances = {},
): Promise<Explanation> {
  const env = cli.settings();
  const timeZone = env.TIME_ZONE?.trim() || CORE_SETTINGS.settings.TIME_ZONE!.shown;
  const deps = {
    company,
    lookups: createLookups(company, SILENT),
    settings: { timeZone, language: languageSet(env) },
  };
  const asked = accounts ?? (await accountsOf(company, env));
  return explainEvent(deps, body, { receivedAt, accounts: asked, told });
}

async function accountsOf(company: Company, env: ReturnType<Cli['settings']>): Promise<readonly string[]> {
  const configured = await configuredAccounts(allAccounts(env), env);
  const named = new Set([...Object.keys(company.accounts), ...configured.map(({ name }) => name)]);
  return named.size > 0 ? [...named] : allAccounts(env).map(({ name }) => name);
}
