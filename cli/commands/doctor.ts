import type { Command } from 'commander';
import { variableOf, type Account } from '../../config/accounts';
import { ConfigError, type Env } from '../../config/env';
import { readSettings } from '../../config/settings';
import type { Finding } from '../../connectors/admin';
import { loadDefinition } from '../../connectors/registry';
import { wrong } from '../../connectors/shared/findings';
import { orProblems } from '../failures';
import { CrmRefusedError, isCrmError } from '../../connectors/errors';
import { accountNamed, allAccounts, configuredAccounts } from '../crm/accounts';
import { createAdmin } from '../crm/admins';
import { SecretsError } from '../../handlers/parameter-store';
import type { Cli } from '../cli';
import { findingLines, isWrong } from '../checks/findings';
import { examples } from '../terminal/help';
import { checkHealth } from '../checks/health-check';
import { checkQueues } from '../checks/queue-check';
import { checkTable } from '../checks/table-check';
import { checkTenant } from '../checks/tenant-check';
import { checkCompanyFile } from '../checks/file-check';
import { checkDeals } from '../checks/deals-check';
import { checkMaps } from '../checks/maps-check';
import { checkUnnamed } from '../checks/unnamed-check';
import { unreachable } from '../checks/unreachable';
import { checkVariables, knownVariables } from '../checks/variable-check';

/** What was found, by what was looked at. */
type Report = Record<string, Finding[]>;

/** `doctor`: finds what is wrong before a chat does. */
export function addDoctor(program: Command, cli: Cli): void {
  program
    .command('doctor')
    .description('checks settings, credentials, scopes, owners, fields, the table and the queues')
    .argument('[account]', 'the name of your CRM, or one of ACCOUNTS; default: all that are configured')
    .option('--logins <list>', 'JivoChat logins, comma-separated: does each match a CRM user?', '')
    .addHelpText('after', EXAMPLES)
    .action(async (account: string | undefined, { logins }: { logins: string }) => {
      const names = logins.split(',').flatMap((login) => login.trim() || []);
      const report = await examine(account, names, cli);
      if (Object.values(report).flat().some(isWrong)) cli.foundProblems();
      cli.print(report, () => reportText(report, cli));
    });
}

const EXAMPLES = `
Reads only. Each finding comes with its remedy: ✗ is wrong (exit code 1), • is worth knowing.
${examples([
  ['doctor', 'everything that is configured'],
  ['doctor eu', 'one account'],
  ['doctor --logins tom@example.com,ann@example.com', 'do these agents get their leads?'],
])}`;

async function examine(name: string | undefined, logins: string[], cli: Cli): Promise<Report> {
  const { env, refused } = await readSecrets(cli);
  const read = await orProblems(() => allAccounts(env));
  // With ACCOUNTS wrong the rest is checked as if nobody had set it.
  const all = read.value ?? allAccounts({});
  if (name && read.value) accountNamed(name, env);
  const asked = name ? all.filter((account) => account.name === name) : all;
  const accounts = name ? asked : await configuredAccounts(all, env);
  const file = await checkCompanyFile(env, all);
  const report: Report = {
    settings: [
      ...refused,
      ...settingsFindings(read.problems),
      ...checkVariables(env, await knownVariables(all), all),
      ...(await checkSettings(env)),
      ...file.findings,
      ...(await notConfigured(accounts, asked, env)),
    ],
  };
  const { company } = file;
  const reached: Account[] = [];
  for (const account of accounts) {
    report[account.name] = await checkCrm(account, env, logins, cli);
    if (report[account.name]!.some(({ credential }) => credential)) continue;
    reached.push(account);
    report[account.name]!.push(...(await checkMaps(account, company, env, cli)));
  }
  for (const [account, findings] of await checkDeals(reached, company, env, cli)) {
    report[account]!.push(...findings);
  }
  if (!env.TABLE_NAME) return report;
  report.table = await checkTable(env);
  if (!report.table.some(isWrong)) {
    report.table = [...report.table, ...(await checkUnnamed(all, cli))];
    for (const account of accounts) {
      const { name: of } = account;
      report[`${of} queue`] = [...(await checkHealth(of, cli)), ...(await checkQueues(of, cli))];
      report[`${of} links`] = await checkTenant(account, env, cli);
    }
  }
  return report;
}

/** Without the secrets the rest is checked all the same. */
async function readSecrets(cli: Cli): Promise<{ env: Env; refused: Finding[] }> {
  try {
    return { env: await cli.secrets(), refused: [] };
  } catch (error) {
    if (!(error instanceof SecretsError)) throw error;
    const remedy =
      'Check AWS_REGION, the credentials and their right to ssm:GetParameters, and the names (…_SSM)';
    return { env: cli.settings(), refused: [wrong(error.message, remedy)] };
  }
}

async function checkSettings(env: Env): Promise<Finding[]> {
  const { problems } = await orProblems(() => readSettings(env));
  const findings = settingsFindings(problems);
  if (env.WEBHOOK_TOKENS?.trim() || problems.some((what) => what.startsWith('WEBHOOK_TOKENS')))
    return findings;
  const remedy = 'Set it to a secret of 16 characters or more (openssl rand -hex 24)';
  return [...findings, wrong('WEBHOOK_TOKENS is missing: every event is refused', remedy)];
}

/** Nothing at all, or an account that ACCOUNTS names. */
async function notConfigured(
  configured: readonly Account[],
  all: readonly Account[],
  env: Env,
): Promise<Finding[]> {
  const remedy = (variables: readonly string[]) => `Set ${variables.join(' or ')} (docs/settings.md)`;
  const missing = all.filter((account) => !configured.includes(account));
  const variables = await Promise.all(
    missing.map(async (account) => variableOf(account, (await loadDefinition(account.crm)).configuredBy)),
  );
  if (configured.length === 0) return [wrong('No CRM is configured', remedy(variables))];
  if (!env.ACCOUNTS?.trim()) return [];
  return missing.map(({ name }, index) =>
    wrong(
      `ACCOUNTS names ${name}, and it is not configured: its events are refused`,
      `${remedy([variables[index]!])}; or take ${name} out of ACCOUNTS`,
    ),
  );
}

async function checkCrm(account: Account, env: Env, logins: string[], cli: Cli): Promise<Finding[]> {
  try {
    const admin = await createAdmin(account, env, cli);
    return await admin.check({ logins });
  } catch (error) {
    if (error instanceof ConfigError) return settingsFindings(error.problems);
    if (!isCrmError(error)) throw error;
    const away = unreachable(error, account, await loadDefinition(account.crm), env);
    if (away) return [away];
    const remedy =
      error instanceof CrmRefusedError ? error.remedy : 'Try again; the CRM does not answer as it should';
    return [wrong(error.message, remedy)];
  }
}

function settingsFindings(problems: readonly string[]): Finding[] {
  const remedy = 'Correct the variable; docs/settings.md explains each';
  return problems.map((what) => wrong(what, remedy));
}

function reportText(report: Report, { terminal }: Cli): string {
  const sections = Object.entries(report).map(([name, findings]) => {
    const ok = `${terminal.style('green', '✓')} nothing wrong`;
    const lines = findings.map((finding) => findingLines(finding, terminal));
    return [terminal.style('bold', name), ...(lines.length > 0 ? lines : [ok])].join('\n');
  });
  const wrong = Object.values(report).flat().filter(isWrong).length;
  return [...sections, wrong === 0 ? 'All is well.' : `${wrong} to mend.`].join('\n\n');
}
