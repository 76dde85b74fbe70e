import type { Cli } from '../cli';
import { UsageError } from '../errors';

/**
 * Whether to do what cannot be taken back: `--yes` was given, or the person at the terminal says so.
 * @throws UsageError when nobody is there to be asked.
 */
export async function agreed(question: string, yes: boolean | undefined, cli: Cli): Promise<boolean> {
  if (yes) return true;
  if (!cli.terminal.confirm || cli.json) {
    throw new UsageError('Nothing is done without being asked: add --yes');
  }
  return cli.terminal.confirm(question);
}
