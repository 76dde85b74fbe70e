import { Option, type Command } from 'commander';
import type { EventFilters } from '../../console/events/filters';
import type { EventSeen } from '../../store/history/histories';
import type { Cli } from '../cli';
import { wholeNumber } from '../errors';
import { examples } from '../terminal/help';
import { addFilters, look, readFilters, type FilterOptions } from './history/options';
import { historyCsv, historyLine, historyTable } from './history/table';

interface Options extends FilterOptions {
  limit: number;
  csv?: boolean;
  follow?: boolean;
}

const LIMIT = 50;
const MOST = 100_000;
const LOOK_EVERY_MS = 2_000;

/** `history`: what came, and what became of it. */
export function addHistory(program: Command, cli: Cli): void {
  const command = program.command('history').description('what came and what became of it, newest first');
  addFilters(command, { state: true })
    .option('--limit <count>', 'at most so many', wholeNumber(1, MOST), LIMIT)
    .option('--csv', 'for a spreadsheet')
    .addOption(new Option('--follow', 'goes on: each event as it comes and changes').conflicts('csv'))
    .addHelpText('after', EXAMPLES)
    .action(async (options: Options) => {
      const filters = readFilters(options, cli);
      if (options.follow) return follow(filters, options.limit, cli);
      const events = await look('history', filters, options.limit, cli);
      if (options.csv) return cli.terminal.out(historyCsv(events));
      cli.print(events.map(withoutReply), () => historyTable(events, cli.terminal));
    });
}

const EXAMPLES = `
Ids and codes only: who it was stands in the CRM. HISTORY_DAYS says for how long it is kept.
${examples([
  ['history --email tom@example.com', 'what became of this person’s events'],
  ['history --since 24h --state done', 'of the last day'],
  ['history --state parked', 'what waits for a person'],
  ['history --record 201 --csv', 'of one record, for a spreadsheet'],
  ['history --follow', 'as it happens, until Ctrl+C'],
])}`;

/** Each event once, and again when it has changed; ends with the process. */
async function follow(filters: EventFilters, limit: number, cli: Cli): Promise<void> {
  const shown = new Map<string, string>();
  do {
    for (const event of (await look('history', filters, limit, cli)).toReversed()) {
      const stands = `${event.status} ${event.attempts}`;
      if (shown.get(event.key) === stands) continue;
      shown.set(event.key, stands);
      cli.terminal.out(cli.json ? JSON.stringify(withoutReply(event)) : historyLine(event));
    }
  } while (await cli.goesOn(LOOK_EVERY_MS));
}

/** The reply and a caller's number are personal data: they stay where they are. */
export function withoutReply({
  reply: _reply,
  thread: _thread,
  ...event
}: EventSeen): Omit<EventSeen, 'reply' | 'thread'> {
  return event;
}
