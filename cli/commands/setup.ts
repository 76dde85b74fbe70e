import type { Command } from 'commander';
import type { CrmAdmin, SetupPlan, SetupStep, StepOutcome } from '../../connectors/admin';
import { inWordsOf } from '../../connectors/shared/account-words';
import { loadDefinition } from '../../connectors/registry';
import type { Scope } from '../../connectors/define';
import { ConfigError, type Env } from '../../config/env';
import type { Account } from '../../config/accounts';
import { accountNamed, configuredAccounts } from '../crm/accounts';
import { createAdmin } from '../crm/admins';
import type { Cli } from '../cli';
import { findingLines, isWrong } from '../checks/findings';
import { A_CRM, examples } from '../terminal/help';
import { agreed } from '../terminal/agreed';
import type { Terminal } from '../terminal/terminal';

interface Options {
  dryRun?: boolean;
  yes?: boolean;
}

/** `setup`: makes in the CRM what the connector can use. */
export function addSetup(program: Command, cli: Cli): void {
  program
    .command('setup')
    .description('makes the properties, fields and keys in your CRM that the connector can use')
    .argument('<account>', 'the name of your CRM, or one of ACCOUNTS')
    .option('--dry-run', 'shows the plan and makes nothing')
    .option('-y, --yes', 'does not ask')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, options: Options) => {
      const account = accountNamed(name, cli.settings());
      await setup(await openAdmin(account, await cli.secrets(), cli), options, cli);
    });
}

/** @throws ConfigError that says as well what the credential needs, where there is none yet. */
async function openAdmin(account: Account, env: Env, cli: Cli): Promise<CrmAdmin> {
  try {
    return await createAdmin(account, env, cli);
  } catch (error) {
    const isMade = (await configuredAccounts([account], env)).length > 0;
    if (!(error instanceof ConfigError) || isMade) throw error;
    const { label, credentialPage, scopes } = await loadDefinition(account.crm);
    const lines = scopes.map((scope) => `\n  ${inWordsOf(account, scopeWords(scope))}`).join('');
    throw new ConfigError([
      ...error.problems,
      `The credential is made in ${label} (${credentialPage}); it needs${lines}`,
    ]);
  }
}

function scopeWords({ scope, purpose, needed }: Scope): string {
  if (typeof needed === 'object') return `${scope}: ${purpose}, with ${needed.with}`;
  return needed === 'setup' ? `${scope}: ${purpose}; may be taken away afterwards` : `${scope}: ${purpose}`;
}

const EXAMPLES = `
Shows what it would make, asks, makes it, and prints the settings that use it. A second run changes nothing.
${examples([
  [`setup ${A_CRM} --dry-run`, 'what would be made'],
  [`setup ${A_CRM}`, 'asks, then makes it'],
  [`setup ${A_CRM} --yes --json`, 'for a script'],
])}`;

interface Done {
  step: SetupStep;
  result: StepOutcome;
}

async function setup(admin: CrmAdmin, options: Options, cli: Cli): Promise<void> {
  const { terminal } = cli;
  const plan = await admin.plan();
  const { steps } = plan;
  cli.tell(planText(admin, plan, terminal));
  if (plan.problems.some(isWrong)) cli.foundProblems();
  const question = `Make ${steps.length === 1 ? 'it' : `these ${steps.length}`}?`;
  const go = steps.length > 0 && !options.dryRun && (await agreed(question, options.yes, cli, ASK));
  const done = go ? await makeAll(steps, (one) => cli.tell(outcomeText(one, terminal))) : [];
  const refused = done.filter(({ result }) => result.outcome === 'refused');
  if (refused.length > 0) cli.foundProblems();
  const settings = go || steps.length === 0 ? plan.settings(new Set(refused.map(({ step }) => step.id))) : {};
  cli.print(report(plan, done, settings), () => endText(plan, done, settings, options));
}

const ASK = 'setup: nothing is made without being asked: add --yes, or --dry-run for the plan';

/** One after the other: a group comes before what is in it. */
async function makeAll(steps: readonly SetupStep[], tell: (one: Done) => void): Promise<Done[]> {
  const done: Done[] = [];
  for (const step of steps) {
    const one = { step, result: await step.make() };
    done.push(one);
    tell(one);
  }
  return done;
}

function planText({ label }: CrmAdmin, { account, steps, present, problems }: SetupPlan, terminal: Terminal) {
  const width = Math.max(0, ...steps.map(({ what }) => what.length));
  return [
    terminal.style('bold', `${label}, ${account}`),
    ...(present.length > 0 ? [`  ${present.length} of what the connector can use are there.`] : []),
    ...steps.map(
      ({ what, purpose }) => `  ${terminal.style('green', '+')} ${what.padEnd(width)}  ${purpose}`,
    ),
    ...problems.map((finding) => findingLines(finding, terminal)),
  ].join('\n');
}

function outcomeText({ step, result }: Done, { style }: Terminal): string {
  if (result.outcome === 'refused') {
    return `  ${style('red', '✗')} ${step.what}: ${result.words}\n    → ${result.remedy}`;
  }
  return `  ${style('green', '✓')} ${step.what}${result.outcome === 'exists' ? ': somebody else made it' : ''}`;
}

function endText(
  { steps, problems }: SetupPlan,
  done: readonly Done[],
  settings: Readonly<Record<string, string>>,
  { dryRun }: Options,
): string {
  const lines = Object.entries(settings).map(([name, value]) => `  ${name}=${value}`);
  const use = lines.length > 0 ? `\nSettings that use it (.env, or .env.<stage>):\n${lines.join('\n')}` : '';
  if (steps.length === 0) {
    return problems.some(isWrong) ? `Nothing to make.${use}` : `Everything is there; nothing to do.${use}`;
  }
  if (dryRun) return 'Nothing was made: --dry-run.';
  if (done.length === 0) return 'Nothing was made.';
  const made = done.filter(({ result }) => result.outcome === 'made').length;
  return `${made} of ${steps.length} made.${use}`;
}

function report(plan: SetupPlan, done: readonly Done[], settings: Readonly<Record<string, string>>) {
  const results = new Map(done.map(({ step, result }) => [step.id, result]));
  return {
    account: plan.account,
    present: plan.present,
    steps: plan.steps.map(({ id, what, purpose }) => ({
      id,
      what,
      purpose,
      ...(results.get(id) ?? { outcome: 'planned' }),
    })),
    problems: plan.problems,
    made: done.filter(({ result }) => result.outcome === 'made').length,
    settings,
  };
}
