import { Option, type Command } from 'commander';
import { CONNECTOR_NAMES } from '../../connectors/registry';
import type { DueEvent, Queues } from '../../store/queues';
import type { Cli } from '../cli';
import { UsageError } from '../errors';
import { examples } from '../help';
import { progress, type Terminal } from '../terminal';

const PAGE = 100;
const SHORT_KEY = 12;

/** `inbox`: lists, shows, replays and drops the events a CRM refused for good. */
export function addInbox(program: Command, cli: Cli): void {
  const inbox = program
    .command('inbox')
    .description('parked events: list, show, replay, drop')
    .addOption(
      new Option('--connector <name>', 'the CRM that refused them')
        .choices(CONNECTOR_NAMES)
        .default(CONNECTOR_NAMES[0]),
    )
    .addHelpText('after', EXAMPLES);
  const parked = () => allParked(cli.store().queues, inbox.opts<{ connector: string }>().connector);

  inbox
    .command('list')
    .description('when, why, and what to do')
    .action(async () => {
      const events = await parked();
      cli.print(events, () => listing(events, cli.terminal));
    });
  inbox
    .command('show <key>')
    .description('one of them, with all the CRM said')
    .action(async (key: string) => {
      const event = find(await parked(), key);
      cli.print(event, () => details(event));
    });
  inbox
    .command('replay [key]')
    .description('due again at once; the worker takes it within a minute')
    .option('--all', 'every parked event')
    .action(async (key: string | undefined, { all }: { all?: boolean }) => {
      if (!key === !all) throw new UsageError('inbox replay: give the key of an event, or --all');
      const events = await parked();
      await replay(key ? [find(events, key)] : events, cli);
    });
  inbox
    .command('drop <key>')
    .description('removes it for good')
    .action(async (key: string) => {
      const event = find(await parked(), key);
      await cli.store().queues.drop(event.key);
      cli.print({ dropped: event.key }, () => `Dropped ${event.key.slice(0, SHORT_KEY)}.`);
    });
}

const EXAMPLES = `
Events that a CRM refused for good wait here until a person has mended the cause. A key may be shortened as long as it
is unique. The table is TABLE_NAME; region and credentials are AWS' own variables.
${examples([
  ['inbox list', 'what waits, why, and what to do'],
  ['inbox show 3f9a', 'all the CRM said about one event'],
  ['inbox replay --all', 'the cause is mended: try them again'],
  ['inbox list --connector salesforce', 'those of the other CRM'],
])}`;

async function allParked(queues: Queues, connector: string): Promise<DueEvent[]> {
  const events: DueEvent[] = [];
  for (;;) {
    const page = await queues.parked({ connector, limit: PAGE, after: events.at(-1) });
    events.push(...page);
    if (page.length < PAGE) return events;
  }
}

async function replay(events: DueEvent[], { store, terminal, now, print }: Cli): Promise<void> {
  const { queues } = store();
  const bar = progress(terminal, events.length, 'replayed');
  for (const { key } of events) {
    await queues.replay({ key, now: now() });
    bar.step();
  }
  print(
    { replayed: events.map(({ key }) => key) },
    () => `${events.length} event(s) due again; the worker takes them within a minute.`,
  );
}

function find(parked: DueEvent[], key: string): DueEvent {
  const matches = parked.filter((event) => event.key.startsWith(key));
  if (matches.length === 1) return matches[0]!;
  throw new UsageError(
    `inbox: ${matches.length === 0 ? 'no parked event has' : 'several parked events have'} a key beginning with ${key}`,
  );
}

function listing(parked: DueEvent[], terminal: Terminal): string {
  if (parked.length === 0) return 'No parked events.';
  return parked
    .map(({ key, dueAt, failure }) => {
      const head = `${terminal.style('bold', key.slice(0, SHORT_KEY))}  parked ${new Date(dueAt).toISOString()}`;
      return `${head}\n  ${failure?.message ?? 'no reason was written down'}${failure?.remedy ? `\n  → ${failure.remedy}` : ''}`;
    })
    .join('\n');
}

function details({ key, receivedAt, dueAt, attempts, failure }: DueEvent): string {
  const rows: [string, string | undefined][] = [
    ['key', key],
    ['received', new Date(receivedAt).toISOString()],
    ['parked', new Date(dueAt).toISOString()],
    ['attempts', String(attempts)],
    ['the CRM said', failure?.message],
    ['code', failure?.code],
    ['correlation id', failure?.correlationId],
    ['what to do', failure?.remedy],
  ];
  return rows.flatMap(([label, value]) => (value ? [`${label.padEnd(15)} ${value}`] : [])).join('\n');
}
