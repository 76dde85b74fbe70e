import { parseArgs, styleText } from 'node:util';
import type { DueEvent, Queues } from '../store/queues';
import { UsageError } from './errors';
import { progress, type Terminal } from './terminal';

export const INBOX_HELP = `Usage: npm run cli -- inbox <command> [--connector hubspot] [--json]

Events that a CRM refused for good wait here until a person has mended the cause.

  list                 parked events: when, why, and what to do
  show <key>           one of them, with all the CRM said
  replay <key>|--all   due again at once; the worker takes it within a minute
  drop <key>           removes it for good

A key may be shortened as long as it is unique. The table is TABLE_NAME, region and credentials are AWS' own variables.`;

const PAGE = 100;
const SHORT_KEY = 12;

/** Lists, shows, replays and drops parked events. @throws UsageError for words it does not know. */
export async function inbox(
  args: string[],
  queues: Queues,
  terminal: Terminal,
  now: () => number,
): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      connector: { type: 'string', default: 'hubspot' },
      json: { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
    },
  });
  const [command, key] = positionals;
  const parked = await allParked(queues, values.connector);
  switch (command) {
    case 'list':
      return terminal.out(values.json ? JSON.stringify(parked, null, 2) : listing(parked));
    case 'show':
      return terminal.out(
        values.json ? JSON.stringify(find(parked, key), null, 2) : details(find(parked, key)),
      );
    case 'replay':
      return replay(values.all ? parked : [find(parked, key)], queues, terminal, now);
    case 'drop': {
      const event = find(parked, key);
      await queues.drop(event.key);
      return terminal.out(`Dropped ${event.key.slice(0, SHORT_KEY)}.`);
    }
    default:
      throw new UsageError(`inbox: unknown command ${command ?? '(none)'}`);
  }
}

async function allParked(queues: Queues, connector: string): Promise<DueEvent[]> {
  const events: DueEvent[] = [];
  for (;;) {
    const page = await queues.parked({ connector, limit: PAGE, after: events.at(-1) });
    events.push(...page);
    if (page.length < PAGE) return events;
  }
}

async function replay(
  events: DueEvent[],
  queues: Queues,
  terminal: Terminal,
  now: () => number,
): Promise<void> {
  const bar = progress(terminal, events.length, 'replayed');
  for (const { key } of events) {
    await queues.replay({ key, now: now() });
    bar.step();
  }
  terminal.out(`${events.length} event(s) due again; the worker takes them within a minute.`);
}

function find(parked: DueEvent[], key: string | undefined): DueEvent {
  if (!key) throw new UsageError('inbox: give the key of an event; `inbox list` shows them');
  const matches = parked.filter((event) => event.key.startsWith(key));
  if (matches.length === 1) return matches[0]!;
  throw new UsageError(
    `inbox: ${matches.length === 0 ? 'no parked event has' : 'several parked events have'} a key beginning with ${key}`,
  );
}

function listing(parked: DueEvent[]): string {
  if (parked.length === 0) return 'No parked events.';
  return parked
    .map(({ key, dueAt, failure }) => {
      const head = `${styleText('bold', key.slice(0, SHORT_KEY))}  parked ${new Date(dueAt).toISOString()}`;
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
