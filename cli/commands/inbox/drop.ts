import type { Command } from 'commander';
import { agreed } from '../../terminal/agreed';
import type { Cli } from '../../cli';
import { findParked, typed, type ParkedEvent } from './parked';

/** `inbox drop`: removes a parked event, after a question. */
export function addDrop(inbox: Command, cli: Cli, parked: () => Promise<ParkedEvent[]>): void {
  inbox
    .command('drop <key>')
    .description('removes it for good, after a question')
    .option('-y, --yes', 'does not ask')
    .action(async (key: string, { yes }: { yes?: boolean }) => {
      const event = findParked(await parked(), key);
      const go = await agreed(question(event), yes, cli);
      if (go) await cli.store().queues.drop(event.key);
      cli.print({ dropped: go ? event.key : null }, () =>
        go ? `Dropped ${typed(event.key)}.` : 'Nothing was dropped.',
      );
    });
}

function question({ key, account, receivedAt, failure }: ParkedEvent): string {
  const why = failure ? ` (${failure.message})` : '';
  return `${account} will never have the event ${typed(key)} of ${new Date(receivedAt).toISOString()}${why}. Drop it for good?`;
}
