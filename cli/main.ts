import { readSettings } from '../config/settings';
import { ConfigError } from '../config/env';
import { createDocumentClient } from '../store/client';
import { createStore } from '../store/store';
import { UsageError } from './errors';
import { INBOX_HELP, inbox } from './inbox';
import { processTerminal } from './terminal';

const HELP = `Usage: npm run cli -- <command> [--help]

  inbox     parked events: list, show, replay, drop`;

/** @returns the exit code: 0 done, 1 failed, 2 not understood. */
async function main(args: string[]): Promise<number> {
  const [command, ...rest] = args;
  const terminal = processTerminal();
  const wantsHelp = command === undefined || args.includes('--help');
  try {
    if (command === 'inbox' && !wantsHelp) {
      const { tableName } = readSettings(process.env);
      const { queues } = createStore({ client: createDocumentClient({ env: process.env }), tableName });
      await inbox(rest, queues, terminal, Date.now);
      return 0;
    }
    if (!wantsHelp) throw new UsageError(`unknown command ${command}`);
    terminal.out(command === 'inbox' ? INBOX_HELP : HELP);
    return 0;
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): number {
  const usage = error instanceof UsageError || (error instanceof TypeError && 'code' in error);
  if (error instanceof ConfigError)
    console.error(`The configuration is not right:\n- ${error.problems.join('\n- ')}`);
  else console.error(error instanceof Error ? error.message : String(error));
  return usage ? 2 : 1;
}

void main(process.argv.slice(2)).then((code) => (process.exitCode = code));
