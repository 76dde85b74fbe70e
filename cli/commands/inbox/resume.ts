import type { Command } from 'commander';
import type { Cli } from '../../cli';

/** `inbox resume`: what a CRM asked for, or a breaker that stays open, keeps no event waiting any longer. */
export function addResume(inbox: Command, cli: Cli, connectors: () => readonly string[]): void {
  inbox
    .command('resume')
    .description('ends the pauses the CRMs asked for, and asks a CRM again that was found down')
    .action(async () => {
      const { health } = cli.store();
      const names = connectors();
      for (const name of names) await health.resume({ account: name, now: cli.now() });
      cli.print({ resumed: names }, () => `The worker asks again: ${names.join(', ')}.`);
    });
}
