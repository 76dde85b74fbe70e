import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import type { Cli } from '../cli';
import { stackTable } from '../deployment/webhook-address';
import { wholeNumber } from '../errors';
import { examples } from '../terminal/help';

interface Options {
  stage?: string;
  port: number;
}

const MOST_PORT = 65_535;
const A_WHILE_MS = 60_000;

/** `console`: the page, on this machine, for a deployed table. */
export function addConsole(program: Command, cli: Cli): void {
  program
    .command('console')
    .description('a page on this machine: events as they come, why, parked ones, people, rules, health')
    .option('--stage <stage>', 'the deployed stack jivochat-crm-<stage>; without it the table of TABLE_NAME')
    .option('--port <port>', 'of this machine; 0: a free one', wholeNumber(0, MOST_PORT), 0)
    .addHelpText('after', EXAMPLES)
    .action(async ({ stage, port }: Options) => {
      const own = cli.settings();
      const env = stage === undefined ? own : { ...own, TABLE_NAME: await stackTable(stage, cli) };
      const store = cli.store(env);
      // Loaded only here: no other command draws pages.
      const { serveConsole } = await import('../../console/serve');
      const { readRules } = await import('../../console/rules-source');
      const sources = {
        stage: stage ?? env.TABLE_NAME ?? '',
        store: () => store,
        accounts: cli.accountNames(),
        rules: () => readRules(env),
        now: cli.now,
      };
      const served = await serveConsole(sources, randomBytes(18).toString('base64url'), port);
      cli.print(
        { url: served.url },
        () => `${served.url}\n\nOnly this machine is answered. Stop with Ctrl+C.`,
      );
      // Ends with the process; tests end the waiting.
      while (await cli.goesOn(A_WHILE_MS));
      await served.close();
    });
}

const EXAMPLES = `
It reads the table with your own AWS credentials; nothing is opened on AWS. Whoever has the address it prints can look.
${examples([
  ['console --stage prod', 'the deployed stack'],
  ['--env-file .env.prod console', 'the table that the file names'],
])}`;
