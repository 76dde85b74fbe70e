import { ConfigError, type Env } from './env';
import { CORE_SETTINGS } from './settings';

/** A named connection to one CRM. */
export interface Account {
  /** In the webhook's URL, in stored keys, in metrics and alarms. */
  readonly name: string;
  /** Which CRM, by its name in the registry. */
  readonly crm: string;
  /** How the account's own variables begin: `EU_` where the CRM's declaration has its own name. */
  readonly prefix: string;
}

/** Letters and digits: it stands in a URL, in names of variables and of CloudFormation's resources. */
const NAME = /^[a-z][a-z0-9]{0,29}$/;
/** How variables of other programs, of the deployment and of the core begin. */
const TAKEN = new Set(
  ['AWS', 'NODE', 'NPM', 'POWERTOOLS', 'ALARM', 'JIVOCHAT', ...Object.keys(CORE_SETTINGS.settings)].map(
    (name) => `${name.split('_')[0]!}_`,
  ),
);

/** The account that a CRM has where nobody names any. */
export function defaultAccount(crm: string): Account {
  return { name: crm, crm, prefix: prefixOf(crm) };
}

/**
 * The accounts of `ACCOUNTS`: `crm,eu=crm,other`; without it one for each CRM, named like it.
 * @param crms names of the registry.
 * @throws ConfigError naming every problem at once.
 */
export function readAccounts(env: Env, crms: readonly string[]): readonly Account[] {
  const items = (env.ACCOUNTS ?? '').split(',').flatMap((item) => item.trim() || []);
  if (items.length === 0) return crms.map(defaultAccount);
  const accounts = new Map<string, Account>();
  const problems: string[] = [];
  for (const item of items) {
    const [name = '', crm = name, ...more] = item.split('=').map((part) => part.trim());
    const problem = more.length > 0 ? 'it reads name=crm,name=crm' : problemOf(name, crm, crms);
    if (problem) problems.push(`ACCOUNTS: "${item.slice(0, 60)}": ${problem}`);
    else if (accounts.has(name)) problems.push(`ACCOUNTS names the account ${name} twice`);
    else accounts.set(name, { name, crm, prefix: prefixOf(name) });
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return [...accounts.values()];
}

function problemOf(name: string, crm: string, crms: readonly string[]): string | undefined {
  if (!crms.includes(crm)) return `there is no CRM of this name; there are ${crms.join(', ')}`;
  if (!NAME.test(name))
    return 'the name of an account has small letters and digits, 30 at most, a letter first';
  if (name !== crm && crms.includes(name)) return `${name} is the name of another CRM`;
  if (TAKEN.has(prefixOf(name)))
    return `variables that begin with ${prefixOf(name)} are not an account's own`;
  return undefined;
}

function prefixOf(name: string): string {
  return `${name.toUpperCase()}_`;
}

/** How the account spells a variable that its CRM declares. */
export function variableOf({ crm, prefix }: Account, declared: string): string {
  return prefix + declared.slice(crm.length + 1);
}
