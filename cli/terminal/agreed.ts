import type { Cli } from '../cli';
import { UsageError } from '../errors';

/**
 * Whether to do what cannot be taken back: `--yes` was given, or the person at the terminal says so.
 * @param refusal what else to type where nobody is there to be asked.
 * @throws UsageError then.
 */
export async function agreed(
  question: string,
  yes: boolean | undefined,
  cli: Cli,
  refusal = 'Nothing is done without being asked: add --yes',
): Promise<boolean> {
  if (yes) return true;
  if (!cli.terminal.confirm || cli.json) throw new UsageError(refusal);
  return cli.terminal.confirm(question);
}
