import type { Command } from 'commander';
import type { Cli } from '../cli';
import { UsageError } from '../errors';
import { agreed } from '../terminal/agreed';
import { examples } from '../terminal/help';
import { addFilters, look, readFilters, type FilterOptions } from './history/options';
import { causesOf } from '../../console/events/causes';
import type { QueuedEvent } from '../../console/events/queued';
import { causesText } from './inbox/causes-text';
import { readWait, replayEvents, WAIT_S } from './inbox/replay';

interface Options extends FilterOptions {
  yes?: boolean;
  wait: number;
}

const MOST = 5_000;

/** `replay`: tries the parked events that match again, after a plan. */
export function addReplay(program: Command, cli: Cli): void {
  const command = program
    .command('replay')
    .description('parked events that match: shows the plan, asks, tries them again, tells how each ended');
  addFilters(command, { state: false })
    .option('-y, --yes', 'does not ask')
    .option('--wait <seconds>', 'how long to wait for the worker; 0: not at all', readWait, WAIT_S)
    .addHelpText('after', EXAMPLES)
    .action(async ({ yes, wait, ...filters }: Options) => {
      if (Object.values(filters).every((value) => value === undefined)) {
        throw new UsageError(
          'replay: say which, with --since, --email, --account …; inbox replay --all takes all',
        );
      }
      const events = await parkedThatMatch(filters, cli);
      if (events.length === 0) return cli.print(NOTHING, () => 'No parked event matches.');
      cli.tell(`To be tried again:\n\n${causesText(causesOf(events), cli.terminal)}\n`);
      if (await agreed(`Try ${events.length} again?`, yes, cli)) await replayEvents(events, wait, cli);
      else cli.print(NOTHING, () => 'Nothing was done.');
    });
}

const NOTHING = { replayed: [], events: [] };

const EXAMPLES = `
${examples([
  ['replay --since 24h', 'what was parked of the last day’s events'],
  ['replay --account eu --yes', 'all of one account, without being asked'],
  ['replay --email tom@example.com', 'those of one person'],
])}`;

async function parkedThatMatch(options: FilterOptions, cli: Cli): Promise<QueuedEvent[]> {
  const filters = { ...readFilters(options, cli), state: 'parked' as const };
  const found = await look('replay', filters, MOST, cli);
  return found.map((event) => ({ ...event, dueAt: event.dueAt ?? event.receivedAt }));
}
