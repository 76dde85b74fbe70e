import type { Command } from 'commander';
import { boundedText } from '../../connectors/shared/http/exchange';
import { COOKIE } from '../../console/access';
import { recordText } from '../../console/record-text';
import type { ShownRecord } from '../../console/sources';
import type { Cli } from '../cli';
import { UsageError } from '../errors';
import { NoAnswerError } from '../events/post';
import { A_CRM, examples } from '../terminal/help';

/** `show`: what the emulated CRM of `npm start` holds. */
export function addShow(program: Command, cli: Cli): void {
  program
    .command('show')
    .description('shows what the emulated CRM of npm start holds')
    .addHelpText('after', EXAMPLES)
    .action(async () => {
      const records = await readRecords(cli);
      cli.print(records, () =>
        records.length === 0
          ? 'The CRM is empty.'
          : records.map((record) => recordText(record, cli.terminal.style)).join('\n'),
      );
    });
}

const EXAMPLES = `
A real account's records stand in the CRM itself.
${examples([[`--env-file .jivochat-crm/${A_CRM}.env show`, 'while npm start runs in another terminal']])}`;

const PATIENCE_MS = 10_000;

/** @throws UsageError when no npm start is named; NoAnswerError when it does not run. */
async function readRecords({ settings, fetch }: Cli): Promise<ShownRecord[]> {
  const { SANDBOX_CONSOLE: entrance } = settings();
  if (!entrance || !URL.canParse(entrance)) {
    throw new UsageError('show: name the file npm start wrote: --env-file .jivochat-crm/<crm>.env');
  }
  const { origin, searchParams } = new URL(entrance);
  const answer = await fetch(`${origin}/crm.json`, {
    method: 'GET',
    redirect: 'error',
    headers: { cookie: `${COOKIE}=${searchParams.get('token') ?? ''}` },
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch((error: unknown) => {
    throw new NoAnswerError(`${origin} does not answer: does npm start still run?`, { cause: error });
  });
  if (answer.status === 404)
    throw new UsageError('show: npm start works on a real account; look into the CRM');
  if (answer.status !== 200)
    throw new NoAnswerError(`${origin} answers ${answer.status}: another npm start runs there`);
  return JSON.parse(await boundedText(answer.body)) as ShownRecord[];
}
