import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Env } from '../../config/env';

/** A tool that gives this machine an address on the Internet. */
interface TunnelTool {
  name: string;
  args: (localUrl: string) => readonly string[];
  /** Its own words for the address: the host is the group. */
  address: RegExp;
}

/**
 * None is part of this project: one that is installed is used, in this order. Commands and outputs as their own pages say
 * (developers.cloudflare.com "Quick Tunnels", ngrok.com/docs/agent/cli, unjs.io/packages/untun). The last asks for
 * Cloudflare's terms when it has not fetched its program yet, and has to be started by hand once.
 */
export const TUNNEL_TOOLS: readonly TunnelTool[] = [
  {
    name: 'cloudflared',
    args: (url) => ['tunnel', '--no-autoupdate', '--url', url],
    address: /https:\/\/(?<host>[a-z0-9-]{1,200}\.trycloudflare\.com)/,
  },
  {
    name: 'ngrok',
    args: (url) => ['http', url, '--log', 'stdout', '--log-format', 'logfmt'],
    address: /\burl=https:\/\/(?<host>[a-z0-9.-]{1,200})/,
  },
  {
    name: 'untun',
    args: (url) => ['tunnel', url],
    address: /https:\/\/(?<host>[a-z0-9-]{1,200}\.trycloudflare\.com)/,
  },
];

export const NO_TUNNEL_TOOL = `No ${TUNNEL_TOOLS.map(({ name }) => name).join(', ')} is on the PATH: install one of them, or lead any tunnel to this port and name its host with --host, so that JivoChat reaches this machine.`;

/** Says its address within seconds; a person waits. */
const PATIENCE_MS = 20_000;
/** Of what a tool writes before its address. */
const MOST_CHARACTERS = 64_000;

/** The first of the tools that the PATH has. */
export function findTunnelTool({ PATH = '' }: Env): TunnelTool | undefined {
  const folders = PATH.split(delimiter).filter(Boolean);
  return TUNNEL_TOOLS.find(({ name }) => folders.some((folder) => isProgram(join(folder, name))));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The tool ended, or said no address in time. */
export class TunnelError extends Error {
  override readonly name = 'TunnelError';
}

export interface Tunnel {
  /** Host name on the Internet. */
  host: string;
  close(): void;
}

/**
 * Starts the tool and waits for the address it says.
 * @param patienceMs so long
 * @throws TunnelError with the tool's last words.
 */
export function openTunnel(
  { name, args, address }: TunnelTool,
  localUrl: string,
  env: Env,
  patienceMs = PATIENCE_MS,
): Promise<Tunnel> {
  // None of what this program knows is the tool's affair: it gets the way to its own settings.
  const { PATH, HOME, XDG_CONFIG_HOME, NGROK_AUTHTOKEN } = env;
  const own = Object.entries({ PATH, HOME, XDG_CONFIG_HOME, NGROK_AUTHTOKEN }).filter(([, value]) => value);
  const child = spawn(name, [...args(localUrl)], {
    env: Object.fromEntries<string | undefined>(own),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const close = () => void child.kill();
  process.once('exit', close);
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => fail(`said no address in ${patienceMs / 1_000} s`), patienceMs);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        if (said.length > MOST_CHARACTERS) return;
        said += chunk.toString();
        const host = address.exec(said)?.groups?.host;
        if (host === undefined) return;
        clearTimeout(timer);
        resolve({ host, close });
      });
    }
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => fail(`ended with ${code ?? 'a signal'}`));

    function fail(what: string) {
      clearTimeout(timer);
      close();
      const last = said.trim().split('\n').at(-1) ?? '';
      reject(new TunnelError(`${name} ${what}${last ? `: ${last.slice(0, 300)}` : ''}`));
    }
  });
}
