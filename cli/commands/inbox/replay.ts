import { InvalidArgumentError, type Command } from 'commander';
import type { QueuedEvent } from '../../../console/events/queued';
import { shortKey } from '../../../console/events/words';
import { NotParkedError } from '../../../store/errors';
import { onOneLine } from '../../../text/one-line';
import type { Cli } from '../../cli';
import { UsageError } from '../../errors';
import type { Terminal } from '../../terminal/terminal';
import { awaitEnds, type Ending } from './endings';
import { findParked } from './parked';

/** The worker comes every minute, and may be busy with others for most of another one. */
export const WAIT_S = 150;
const MAX_WAIT_S = 3_600;

interface Options {
  all?: boolean;
  /** Seconds. */
  wait: number;
}

/** `inbox replay`: tries parked events again, and tells how each ended. */
export function addReplay(inbox: Command, cli: Cli, parked: () => Promise<QueuedEvent[]>): void {
  inbox
    .command('replay [key]')
    .description('due again at once; waits, and tells how each ended (exit code 1 unless all are done)')
    .option('--all', 'every parked event')
    .option('--wait <seconds>', 'how long to wait for the worker; 0: not at all', readWait, WAIT_S)
    .action(async (key: string | undefined, options: Options) => {
      if (!key === !options.all) throw new UsageError('inbox replay: give the key of an event, or --all');
      const events = await parked();
      await replayEvents(key ? [findParked(events, key)] : events, options.wait, cli);
    });
}

export function readWait(text: string): number {
  const seconds = Number(text);
  if (text.trim() === '' || !(seconds >= 0 && seconds <= MAX_WAIT_S))
    throw new InvalidArgumentError(`Give seconds from 0 to ${MAX_WAIT_S}.`);
  return seconds;
}

/** Puts them back and waits until each has ended. */
export async function replayEvents(events: readonly QueuedEvent[], wait: number, cli: Cli): Promise<void> {
  const { queues } = cli.store();
  for (const { key } of events) {
    await queues.replay({ key, now: cli.now() }).catch((error: unknown) => {
      // Somebody else replayed it meanwhile; how it ends is told all the same.
      if (!(error instanceof NotParkedError)) throw error;
    });
  }
  const { now, sleep, terminal } = cli;
  const endings = await awaitEnds(events, wait * 1_000, { queues, now, sleep, terminal });
  if (endings.some(({ end }) => end !== 'done')) cli.foundProblems();
  const result = { replayed: events.map(({ key }) => key), ...countEnds(endings), events: endings };
  cli.print(result, () => report(endings, terminal));
}

type Counts = Record<Ending['end'], number>;

function countEnds(endings: readonly Ending[]): Counts {
  const counts: Counts = { done: 0, failed: 0, waiting: 0, gone: 0 };
  for (const { end } of endings) counts[end]++;
  return counts;
}

function report(endings: readonly Ending[], { style }: Terminal): string {
  if (endings.length === 0) return 'No parked events.';
  const { done, failed, waiting, gone } = countEnds(endings);
  const lines = endings
    .filter(({ end }) => end !== 'done')
    .map((ending) => `${style('bold', shortKey(ending.key))}  ${ending.account}: ${how(ending)}`);
  const dropped = gone > 0 ? `, ${gone} dropped meanwhile` : '';
  return [...lines, `${done} done, ${failed} failed again, ${waiting} still waiting${dropped}.`].join('\n');
}

function how({ end, failure, dueAt }: Ending): string {
  if (end === 'gone') return 'somebody dropped it';
  const message = failure && onOneLine(failure.message);
  const remedy = failure?.remedy;
  if (end === 'failed') return `failed again: ${message ?? ''}${remedy ? `\n  → ${remedy}` : ''}`;
  const next = dueAt === undefined ? '' : `; next attempt at ${new Date(dueAt).toISOString()}`;
  return `still waiting: ${message ?? 'the worker has not come to it yet'}${next}`;
}
