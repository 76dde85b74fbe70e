import type { Command } from 'commander';
import type { Cli } from '../cli';
import { accountNamed, accountOption, allAccounts, formerAccountOption } from '../crm/accounts';
import { examples } from '../terminal/help';
import { addDrop } from './inbox/drop';
import { addList } from './inbox/list';
import { allParked } from './inbox/parked';
import { addReplay } from './inbox/replay';
import { addResume } from './inbox/resume';
import { addShow } from './inbox/show';

/** `inbox`: lists, shows, replays and drops the events a CRM refused for good; one file a subcommand. */
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
    const env = cli.settings();
    return (chosen ? [accountNamed(chosen, env)] : allAccounts(env)).map(({ name }) => name);
  };
  const parked = () => allParked(cli.store().queues, accounts());
  addList(inbox, cli, parked);
  addShow(inbox, cli, parked);
  addReplay(inbox, cli, parked);
  addDrop(inbox, cli, parked);
  addResume(inbox, cli, accounts);
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
