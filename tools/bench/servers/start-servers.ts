import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export const TOKEN = 'the-token-of-the-bench';

/** Table and CRM in another process. @returns what a handler needs in its environment to work with them. */
export async function startServers(): Promise<{ env: Record<string, string>; stop: () => void }> {
  const servers = fork(join(__dirname, 'servers.ts'), { execArgv: ['--import', 'tsx'] });
  const [env] = (await once(servers, 'message')) as [Record<string, string>];
  return { env: { ...env, WEBHOOK_TOKENS: TOKEN }, stop: () => void servers.kill() };
}
