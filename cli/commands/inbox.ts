import type { Command } from 'commander';
import { causesOf } from '../../console/events/causes';
import type { QueuedEvent } from '../../console/events/queued';
import { shortKey } from '../../console/events/words';
import { onOneLine } from '../../text/one-line';
import type { Cli } from '../cli';
import { accountNamed, accountOption, formerAccountOption } from '../crm/accounts';
import { agreed } from '../terminal/agreed';
import { examples } from '../terminal/help';
import { causesText } from './inbox/causes-text';
import { allParked, findParked } from './inbox/parked';
import { addReplay } from './inbox/replay';

/** `inbox`: lists, shows, replays and drops the events a CRM refused for good; ends the pauses of accounts. */
export function addInbox(program: Command, cli: Cli): void {
  const inbox = program
    .command('inbox')
    .description('parked events: list, show, replay, drop; paused accounts: resume')
    .addOption(accountOption('only what this account refused; without it all of them'))
    .addOption(formerAccountOption())
    .addHelpText('after', EXAMPLES);
  const accounts = () => {
    const { account, connector: former } = inbox.opts<{ account?: string; connector?: string }>();
    const chosen = account ?? former;
    return chosen ? [accountNamed(chosen, cli.settings()).name] : cli.accountNames();
  };
  const parked = () => allParked(cli.store().queues, accounts());
  inbox
    .command('list')
    .description('what waits, by cause, and what to do')
    .action(async () => {
      const causes = causesOf(await parked());
      const numbered = causes.flatMap(({ events }, index) =>
        events.map((event) => ({ ...event, cause: index + 1 })),
      );
      cli.print(numbered, () => causesText(causes, cli.terminal));
    });
  inbox
    .command('show <key>')
    .description('one of them, with all the CRM said')
    .action(async (key: string) => {
      const event = findParked(await parked(), key);
      cli.print(event, () => details(event));
    });
  addReplay(inbox, cli, parked);
  inbox
    .command('drop <key>')
    .description('removes it for good, after a question')
    .option('-y, --yes', 'does not ask')
    .action(async (key: string, { yes }: { yes?: boolean }) => {
      const event = findParked(await parked(), key);
      const go = await agreed(dropQuestion(event), yes, cli);
      if (go) await cli.store().queues.drop(event.key);
      const words = go ? `Dropped ${shortKey(event.key)}.` : 'Nothing was dropped.';
      cli.print({ dropped: go ? event.key : null }, () => words);
    });
  inbox
    .command('resume')
    .description('ends the pauses the CRMs asked for, and asks a CRM again that was found down')
    .action(async () => {
      const names = accounts();
      for (const account of names) await cli.store().health.resume({ account, now: cli.now() });
      cli.print({ resumed: names }, () => `The worker asks again: ${names.join(', ')}.`);
    });
}

const EXAMPLES = `
Events that a CRM refused for good wait here until a person has mended the cause. A key may be shortened as long as it
is unique. The table is TABLE_NAME; region and credentials are AWS' own variables.
${examples([
  ['inbox list', 'what waits, why, and what to do'],
  ['inbox show 3f9a', 'all the CRM said about one event'],
  ['inbox replay --all', 'the cause is mended: try them again'],
  ['inbox resume', 'a CRM asked for a pause that is too long: ask again'],
  ['inbox list --account eu', 'those of one account only'],
])}`;

function details({ key, account, receivedAt, dueAt, attempts, failure }: QueuedEvent): string {
  const rows: [string, string | undefined][] = [
    ['key', key],
    ['CRM', account],
    ['received', new Date(receivedAt).toISOString()],
    ['parked', new Date(dueAt).toISOString()],
    ['attempts', String(attempts)],
    ['the CRM said', failure?.message],
    ['code', failure?.code],
    ['correlation id', failure?.correlationId],
    ['what to do', failure?.remedy],
  ];
  return rows
    .flatMap(([label, value]) => (value ? [`${label.padEnd(15)} ${onOneLine(value)}`] : []))
    .join('\n');
}

function dropQuestion({ key, account, receivedAt, failure }: QueuedEvent): string {
  const why = failure ? ` (${failure.message})` : '';
  return `${account} will never have the event ${shortKey(key)} of ${new Date(receivedAt).toISOString()}${why}. Drop it for good?`;
}
