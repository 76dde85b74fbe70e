import type { Env } from '../config/env';
import { EnvReader } from '../config/env';
import { createParameterStore } from '../handlers/parameter-store';
import { createSecretEnv } from '../handlers/secrets';
import { createClient } from '../store/dynamodb/client';
import { Table, type TablePlace } from '../store/dynamodb/table';
import { Rows } from '../store/rows';
import { createStore, type Store } from '../store/store';
import { SILENT } from '../connectors/shared/silent';
import type { Fetch } from '../connectors/shared/http/transport';
import { allAccounts } from './crm/accounts';
import { readEnvironment } from './environment';
import type { Terminal } from './terminal/terminal';

/** The world around the program; tests bring their own. */
export interface Surroundings {
  terminal: Terminal;
  /** The process' variables. */
  env: Env;
  fetch: Fetch;
  now: () => number;
  /** Milliseconds. */
  sleep: (ms: number) => Promise<void>;
}

/** What every command works with. */
export interface Cli extends Surroundings {
  /** `--json` was given: results are for a program. */
  readonly json: boolean;
  /** Variables of the process, and of `.env` or the files named in its place. @throws UsageError when `--env-file` cannot be read. */
  settings: () => Env;
  /** The same with what Parameter Store holds (`…_SSM`). @throws SecretsError when it refuses. */
  secrets: () => Promise<Env>;
  /** Names of the accounts there are. @throws ConfigError when ACCOUNTS is wrong. */
  accountNames: () => string[];
  /** The table of `TABLE_NAME`, of other settings where they are given. @throws ConfigError when it is not named. */
  store: (env?: Env) => Store;
  /** The same, row by row. @throws ConfigError when it is not named. */
  rows: () => Rows;
  /** Prints a result: JSON with `--json`, else the text. */
  print: (value: unknown, text: () => string) => void;
  /** For a person only: on the way to the result. */
  tell: (text: string) => void;
  /** Waits so many milliseconds. @returns false when it goes on no longer. */
  goesOn: (ms: number) => Promise<boolean>;
  /** The command ran and found something wrong: exit code 1. */
  foundProblems: () => void;
}

/** A person's connection is slower than Lambda's, and nobody's chat waits for it. */
const STORE_TIMEOUT_MS = 10_000;

export interface GlobalOptions {
  json?: boolean;
  envFile?: string[];
}

/** @param options read when they are needed: they are known only once the command line is understood. */
export function createCli(
  surroundings: Surroundings,
  options: () => GlobalOptions,
  foundProblems: () => void,
): Cli {
  const { terminal, env, now } = surroundings;
  const settings = () => readEnvironment(env, options().envFile);
  return {
    ...surroundings,
    get json() {
      return options().json ?? false;
    },
    settings,
    secrets() {
      const all = settings();
      return createSecretEnv({ env: all, read: createParameterStore(all), now, log: SILENT })();
    },
    accountNames: () => allAccounts(settings()).map(({ name }) => name),
    store: (given) => createStore(table(given ?? settings())),
    rows: () => new Rows(new Table(table(settings()))),
    print: (value, text) => terminal.out(options().json ? JSON.stringify(value, null, 2) : text()),
    tell: (text) => void (options().json || terminal.out(text)),
    async goesOn(ms) {
      try {
        await surroundings.sleep(ms);
        return true;
      } catch (error) {
        if (error instanceof Error && error.name === 'AbortError') return false;
        throw error;
      }
    },
    foundProblems,
  };
}

function table(env: Env): TablePlace {
  const reader = new EnvReader(env);
  const tableName = reader.required('TABLE_NAME', 'the DynamoDB table; the stack’s output names it');
  reader.done();
  return { client: createClient({ env, requestTimeoutMs: STORE_TIMEOUT_MS }), tableName };
}
