import { Option, type Command } from 'commander';
import { CONNECTOR_NAMES } from '../../connectors/registry';
import type { Cli } from '../cli';
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
    .addOption(
      new Option('--connector <name>', 'only what this CRM refused; without it all of them').choices(
        CONNECTOR_NAMES,
      ),
    )
    .addHelpText('after', EXAMPLES);
  const connectors = () => {
    const { connector } = inbox.opts<{ connector?: string }>();
    return connector ? [connector] : CONNECTOR_NAMES;
  };
  const parked = () => allParked(cli.store().queues, connectors());
  addList(inbox, cli, parked);
  addShow(inbox, cli, parked);
  addReplay(inbox, cli, parked);
  addDrop(inbox, cli, parked);
  addResume(inbox, cli, connectors);
}

const EXAMPLES = `
Events that a CRM refused for good wait here until a person has mended the cause. A key may be shortened as long as it
is unique. The table is TABLE_NAME; region and credentials are AWS' own variables.
${examples([
  ['inbox list', 'what waits, why, and what to do'],
  ['inbox show 3f9a', 'all the CRM said about one event'],
  ['inbox replay --all', 'the cause is mended: try them again'],
  ['inbox resume', 'a CRM asked for a pause that is too long: ask again'],
  ['inbox list --connector salesforce', 'those of one CRM only'],
])}`;
