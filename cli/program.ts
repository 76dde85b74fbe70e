import { Command, CommanderError } from 'commander';
import { version } from '../package.json';
import { ConfigError } from '../config/env';
import { createCli, type Cli, type GlobalOptions, type Surroundings } from './cli';
import { addConfig } from './commands/config';
import { addConsole } from './commands/console';
import { addDoctor } from './commands/doctor';
import { addErase } from './commands/erase';
import { addExplain } from './commands/explain';
import { addHistory } from './commands/history';
import { addInbox } from './commands/inbox';
import { addReplay } from './commands/replay';
import { addSend } from './commands/send';
import { addSetup } from './commands/setup';
import { addShow } from './commands/show';
import { addToken } from './commands/token';
import { addUrl } from './commands/url';
import { readEnvironment } from './environment';
import { EXIT, UsageError } from './errors';
import { filtered } from './terminal/terminal';

/** Each adds its command to the program; one file a command. */
const COMMANDS: readonly ((program: Command, cli: Cli) => void)[] = [
  addSetup,
  addDoctor,
  addConfig,
  addUrl,
  addToken,
  addSend,
  addShow,
  addConsole,
  addHistory,
  addExplain,
  addInbox,
  addReplay,
  addErase,
];

const ABOUT = `
Exit codes: 0 done; 1 failed, or something was found wrong; 2 not understood.
Settings are the environment's, and below them those of .env; docs/settings.md explains every variable.`;

/** Runs one command line. @returns the exit code. */
export async function runProgram(args: readonly string[], given: Surroundings): Promise<number> {
  const surroundings = { ...given, terminal: filtered(given.terminal) };
  let found: number = EXIT.done;
  const program = new Command('jivochat-crm');
  const cli = createCli(
    surroundings,
    () => program.opts<GlobalOptions>(),
    () => (found = EXIT.failed),
  );
  describe(program, surroundings, asksForJson(args));
  for (const add of COMMANDS) add(program, cli);
  try {
    await program.parseAsync(args, { from: 'user' });
    return found;
  } catch (error) {
    return failed(error, cli, asksForJson(args));
  }
}

/** A command line that is not understood has not been read to its end. */
function asksForJson(args: readonly string[]): boolean {
  return args.slice(0, args.includes('--') ? args.indexOf('--') : undefined).includes('--json');
}

/** Subcommands take these over, so this comes before them. */
function describe(program: Command, { terminal, env }: Surroundings, json: boolean): void {
  program
    .description('Sets up, checks and mends the adapter between JivoChat and your CRM.')
    .version(version)
    .option('--json', 'results as JSON')
    .option(
      '--env-file <file>',
      'settings from this file in place of .env; of several the last counts most',
      (file: string, before: string[] = []) => [...before, file],
    )
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true, styleTitle: (text) => terminal.style('bold', text) })
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      // A program reads the mistake as JSON, which comes last.
      writeErr: (text) => json || terminal.error(text.trimEnd()),
      // The terminal decides about colours.
      getOutHasColors: () => true,
      getErrHasColors: () => true,
    })
    .showHelpAfterError('(--help shows what there is)')
    .exitOverride()
    // A file that is not there is a mistake for a command that needs no settings, too.
    .hook('preAction', () => void readEnvironment(env, program.opts<GlobalOptions>().envFile))
    .addHelpText('after', ABOUT);
}

function failed(error: unknown, cli: Cli, json: boolean): number {
  if (error instanceof CommanderError && understood(error)) return EXIT.done;
  const problems = error instanceof ConfigError ? error.problems : undefined;
  const message = words(error);
  if (json || cli.json) cli.terminal.out(JSON.stringify({ error: { message, problems } }, null, 2));
  else if (error instanceof CommanderError) return EXIT.notUnderstood;
  else if (problems) cli.terminal.error(`The configuration is not right:\n- ${problems.join('\n- ')}`);
  else cli.terminal.error(message);
  return error instanceof UsageError || error instanceof CommanderError ? EXIT.notUnderstood : EXIT.failed;
}

/** commander shows the help where no command is given, and calls that `(outputHelp)`. */
function words(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof CommanderError && error.code === 'commander.help') {
    return 'No command is given; --help shows what there is';
  }
  return error.message;
}

/** Help and version end the program the same way as a mistake does. */
function understood({ code }: CommanderError): boolean {
  return code === 'commander.helpDisplayed' || code === 'commander.version';
}
