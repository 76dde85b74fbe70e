import type { Command } from 'commander';
import type { Cli } from '../../cli';
import type { Terminal } from '../../terminal';
import { typed, type ParkedEvent } from './parked';

/** `inbox list`: when, why, and what to do. */
export function addList(inbox: Command, cli: Cli, parked: () => Promise<ParkedEvent[]>): void {
  inbox
    .command('list')
    .description('when, why, and what to do')
    .action(async () => {
      const events = await parked();
      cli.print(events, () => listing(events, cli.terminal));
    });
}

function listing(parked: readonly ParkedEvent[], terminal: Terminal): string {
  if (parked.length === 0) return 'No parked events.';
  return parked
    .map(({ key, dueAt, failure }) => {
      const head = `${terminal.style('bold', typed(key))}  parked ${new Date(dueAt).toISOString()}`;
      return `${head}\n  ${failure?.message ?? 'no reason was written down'}${failure?.remedy ? `\n  → ${failure.remedy}` : ''}`;
    })
    .join('\n');
}
