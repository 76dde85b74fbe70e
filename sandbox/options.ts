import { parseArgs } from 'node:util';
import { readAccounts, type Account } from '../config/accounts';
import type { Env } from '../config/env';
import { CONNECTOR_NAMES } from '../connectors/registry';

export interface StartOptions {
  account: Account;
  port: number;
  /** Further host names the webhook answers by, such as a tunnel's. */
  hosts: string[];
  /** Opens a tunnel with a tool this machine has. */
  tunnel: boolean;
}

/** `npm start` cannot do what was asked; the message is one line for a person. */
export class StartError extends Error {
  override readonly name = 'StartError';
  /** As the command line's: 1 failed, 2 not understood. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

export const START_HELP = `Usage: npm start -- [--crm ${CONNECTOR_NAMES.join('|')}] [--host <name>] [--tunnel]

Runs the adapter on this machine, with a local DynamoDB and an emulated CRM (or yours, see the README).

  --crm <name>   ${CONNECTOR_NAMES.join(' or ')}, or one of ACCOUNTS; the first by default
  --host <name>  a further host name the webhook answers by, such as a tunnel's; may be repeated
  --tunnel       opens a tunnel with cloudflared, ngrok or untun, whichever is installed
  --help         this

PORT in the environment or in .env is the webhook's port (default 3000).`;

const DEFAULT_PORT = 3000;

/**
 * What `npm start` was asked for.
 * @param env npm leaves in it what it took for an option of its own.
 * @returns 'help' when that is all that was wanted.
 * @throws StartError with exit code 2 for what is not understood; ConfigError when ACCOUNTS is wrong.
 */
export function readStartOptions(args: readonly string[], env: Env): StartOptions | 'help' {
  const swallowed = ['crm', 'host', 'tunnel'].find((name) => env[`npm_config_${name}`] !== undefined);
  if (swallowed) {
    const value = [env[`npm_config_${swallowed}`], args[0]].find((text) => text && text !== 'true');
    const rest = swallowed === 'tunnel' ? '' : ` ${value ?? '<name>'}`;
    throw misunderstood(`npm took --${swallowed} for itself; write: npm start -- --${swallowed}${rest}`);
  }
  const values = parsed(args);
  if (values.help) return 'help';
  const accounts = readAccounts(env, CONNECTOR_NAMES);
  const account = values.crm === undefined ? accounts[0] : accounts.find(({ name }) => name === values.crm);
  if (!account) throw misunderstood(`--crm must be one of ${accounts.map(({ name }) => name).join(', ')}`);
  const hosts = (values.host ?? []).map((host) => host.toLowerCase());
  return { account, port: readPort(env), hosts, tunnel: values.tunnel };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        crm: { type: 'string' },
        host: { type: 'string', multiple: true },
        tunnel: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    const [sentence] = (error as Error).message.split('. ');
    throw misunderstood(sentence ?? 'not understood');
  }
}

function readPort({ PORT }: Env): number {
  if (!PORT?.trim()) return DEFAULT_PORT;
  const port = Number(PORT);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw misunderstood('PORT must be a whole number from 0 to 65535');
}

function misunderstood(message: string): StartError {
  return new StartError(`${message} (npm start -- --help shows what there is)`, 2);
}
