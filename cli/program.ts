import { Command, CommanderError } from 'commander';
import { version } from '../package.json';
import { ConfigError } from '../config/env';
import { createCli, type Cli, type GlobalOptions, type Surroundings } from './cli';
import { addDoctor } from './commands/doctor';
import { addErase } from './commands/erase';
import { addInbox } from './commands/inbox';
import { addSend } from './commands/send';
import { addSetup } from './commands/setup';
import { addToken } from './commands/token';
import { addUrl } from './commands/url';
import { EXIT, UsageError } from './errors';

/** Each adds its command to the program; one file a command. */
const COMMANDS: readonly ((program: Command, cli: Cli) => void)[] = [
  addSetup,
  addDoctor,
  addUrl,
  addToken,
  addSend,
  addInbox,
  addErase,
];

const ABOUT = `
Exit codes: 0 done; 1 failed, or something was found wrong; 2 not understood.
Settings are the environment's, and below them those of .env; the README explains every variable.`;

/** Runs one command line. @returns the exit code. */
export async function runProgram(args: readonly string[], surroundings: Surroundings): Promise<number> {
  let found: number = EXIT.done;
  const program = new Command('jivochat-crm');
  const cli = createCli(
    surroundings,
    () => program.opts<GlobalOptions>(),
    () => (found = EXIT.failed),
  );
  describe(program, surroundings);
  for (const add of COMMANDS) add(program, cli);
  try {
    await program.parseAsync(args, { from: 'user' });
    return found;
  } catch (error) {
    return failed(error, cli);
  }
}

/** Subcommands take these over, so this comes before them. */
function describe(program: Command, { terminal }: Surroundings): void {
  program
    .description('Sets up, checks and mends the adapter between JivoChat and your CRM.')
    .version(version)
    .option('--json', 'results as JSON')
    .option('--env-file <file>', 'settings from this file in place of .env')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true, styleTitle: (text) => terminal.style('bold', text) })
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.error(text.trimEnd()),
      // The terminal decides about colours.
      getOutHasColors: () => true,
      getErrHasColors: () => true,
    })
    .showHelpAfterError('(--help shows what there is)')
    .exitOverride()
    .addHelpText('after', ABOUT);
}

function failed(error: unknown, cli: Cli): number {
  if (error instanceof CommanderError) return understood(error) ? EXIT.done : EXIT.notUnderstood;
  const problems = error instanceof ConfigError ? error.problems : undefined;
  const message = error instanceof Error ? error.message : String(error);
  if (cli.json) cli.print({ error: { message, problems } }, () => message);
  else if (problems) cli.terminal.error(`The configuration is not right:\n- ${problems.join('\n- ')}`);
  else cli.terminal.error(message);
  return error instanceof UsageError ? EXIT.notUnderstood : EXIT.failed;
}

/** Help and version end the program the same way as a mistake does. */
function understood({ code }: CommanderError): boolean {
  return code === 'commander.helpDisplayed' || code === 'commander.version';
}
