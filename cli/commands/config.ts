import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { writeCompiled } from '../../config/file/compiled';
import { COMPANY_FILE } from '../../config/file/read-file';
import type { Company } from '../../leads/rules/rule';
import type { Finding } from '../../connectors/admin';
import { findingLines, isWrong } from '../checks/findings';
import { checkDeals } from '../checks/deals-check';
import { checkMaps } from '../checks/maps-check';
import { allAccounts, configuredAccounts } from '../crm/accounts';
import type { Cli } from '../cli';
import { companySize, readCompany } from '../../connectors/company-file';
import { explain } from '../config-file/explain';
import { explanationText } from '../config-file/explanation-text';
import { previewEvents, previewText } from '../config-file/preview';
import { readTime } from './history/options';
import { readEventBody } from '../events/documented-events';
import { UsageError } from '../errors';
import { parseJson } from '../../text/json';
import { examples } from '../terminal/help';

/** `config`: what the company's own file says. */
export function addConfig(program: Command, cli: Cli): void {
  const config = program
    .command('config')
    .description(`checks ${COMPANY_FILE}, the company’s own rules`)
    .addHelpText('after', EXAMPLES);
  config
    .command('check')
    .description('is the file right? every problem with its line')
    .option(
      '--online',
      'asks the accounts as well: are the fields there, writable, and of a type that fits? the stages?',
    )
    .action(async ({ online }: { online?: boolean }) => {
      const company = await required(cli);
      const findings = online ? await checkOnline(company, cli) : [];
      if (findings.some(isWrong)) cli.foundProblems();
      const ok = !findings.some(isWrong);
      cli.print({ ok, ...companySize(company), findings }, () =>
        [...findings.map((finding) => findingLines(finding, cli.terminal)), summaryText(company, ok)].join(
          '\n',
        ),
      );
    });
  config
    .command('explain')
    .description('what the file makes of an event: every rule, field, owner, and why; nothing is written')
    .argument('<event>', 'name of a documented event, or a file with one')
    .action(async (event: string) => {
      const explanation = await explain(cli, await required(cli), parseJson(readEventBody(event)));
      cli.print(explanation, () => explanationText(explanation));
    });
  config
    .command('preview')
    .description('plays the events that the table still keeps against the file; nothing is written')
    .option('--since <time>', 'how far back: 12h, 7d', '7d')
    .action(async ({ since }: { since: string }) => {
      const preview = await previewEvents(cli, await required(cli), readTime(since, cli.now()));
      cli.print(preview, () => previewText(preview));
    });
  config
    .command('compile')
    .description('the file as the functions read it (JSON)')
    .option('--out <file>', 'written there; printed otherwise')
    .action(async ({ out }: { out?: string }) => {
      const text = writeCompiled(await required(cli));
      if (out === undefined) return cli.terminal.out(text.trimEnd());
      writeFileSync(out, text);
      cli.print({ written: out }, () => `Written: ${out}`);
    });
}

const EXAMPLES = `
The file is ${COMPANY_FILE} in this folder, or what JIVOCHAT_CRM_CONFIG names (docs/configuration.md).
${examples([
  ['config check', 'before it is deployed'],
  ['config check --online', 'against the accounts, too'],
  ['config explain chat_finished', 'every rule and field for one event'],
  [
    'config preview --since 7d',
    'for the events the table still keeps: waiting and parked ones, and done ones with KEEP_BODIES_DAYS',
  ],
  ['config compile --out company.json', 'for a built bundle: JIVOCHAT_CRM_CONFIG=company.json'],
])}`;

async function checkOnline(company: Company, cli: Cli): Promise<Finding[]> {
  const env = await cli.secrets();
  const accounts = await configuredAccounts(allAccounts(env), env);
  const ofMaps = await Promise.all(accounts.map((account) => checkMaps(account, company, env, cli)));
  const ofDeals = await checkDeals(accounts, company, env, cli);
  return [...ofMaps.flat(), ...[...ofDeals.values()].flat()];
}

async function required(cli: Cli): Promise<Company> {
  const company = await readCompany(cli.settings());
  if (company) return company;
  throw new UsageError(
    `There is no ${COMPANY_FILE} in this folder; JIVOCHAT_CRM_CONFIG may name another file`,
  );
}

function summaryText(company: Company, ok: boolean): string {
  const { rules, fields, channels, values } = companySize(company);
  const head = ok ? 'The file is right' : 'The file reads well and does not fit the account';
  return `${head}: ${rules} rules, ${fields} field maps, ${channels} channels; it looks at ${values} values of an event.`;
}
