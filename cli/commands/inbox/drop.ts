import type { Command } from 'commander';
import type { Cli } from '../../cli';
import { findParked, typed, type ParkedEvent } from './parked';

/** `inbox drop`: removes a parked event. */
export function addDrop(inbox: Command, cli: Cli, parked: () => Promise<ParkedEvent[]>): void {
  inbox
    .command('drop <key>')
    .description('removes it for good')
    .action(async (key: string) => {
      const event = findParked(await parked(), key);
      await cli.store().queues.drop(event.key);
      cli.print({ dropped: event.key }, () => `Dropped ${typed(event.key)}.`);
    });
}
