import type { Command } from 'commander';
import type { Cli } from '../../cli';
import { UsageError } from '../../errors';
import { progress } from '../../terminal';
import { findParked, type ParkedEvent } from './parked';

/** `inbox replay`: puts parked events back. */
export function addReplay(inbox: Command, cli: Cli, parked: () => Promise<ParkedEvent[]>): void {
  inbox
    .command('replay [key]')
    .description('due again at once; the worker takes it within a minute')
    .option('--all', 'every parked event')
    .action(async (key: string | undefined, { all }: { all?: boolean }) => {
      if (!key === !all) throw new UsageError('inbox replay: give the key of an event, or --all');
      const events = await parked();
      await replay(key ? [findParked(events, key)] : events, cli);
    });
}

async function replay(events: readonly ParkedEvent[], { store, terminal, now, print }: Cli): Promise<void> {
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
