import type { Command } from 'commander';
import { onOneLine } from '../../../text/one-line';
import type { Cli } from '../../cli';
import { findParked, type ParkedEvent } from './parked';

/** `inbox show`: all that is known of one parked event. */
export function addShow(inbox: Command, cli: Cli, parked: () => Promise<ParkedEvent[]>): void {
  inbox
    .command('show <key>')
    .description('one of them, with all the CRM said')
    .action(async (key: string) => {
      const event = findParked(await parked(), key);
      cli.print(event, () => details(event));
    });
}

function details({ key, account, receivedAt, dueAt, attempts, failure }: ParkedEvent): string {
  const rows: [string, string | undefined][] = [
    ['key', key],
    ['CRM', account],
    ['received', new Date(receivedAt).toISOString()],
    ['parked', new Date(dueAt).toISOString()],
    ['attempts', String(attempts)],
    ['the CRM said', failure?.message],
    ['code', failure?.code],
    ['correlation id', failure?.correlationId],
    ['what to do', failure?.remedy],
  ];
  return rows
    .flatMap(([label, value]) => (value ? [`${label.padEnd(15)} ${onOneLine(value)}`] : []))
    .join('\n');
}
