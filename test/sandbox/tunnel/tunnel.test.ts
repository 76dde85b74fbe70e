import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTunnelTool, openTunnel, TUNNEL_TOOLS } from '../../../sandbox/tunnel/tunnel';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'tunnel-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** A program of this name that says the lines and waits, or ends. */
function install(name: string, script: string): void {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

const env = () => ({ PATH: `${folder}:/usr/bin:/bin`, HUBSPOT_ACCESS_TOKEN: 'pat-secret' });
const tool = (name: string) => TUNNEL_TOOLS.find((one) => one.name === name)!;

describe('a tunnel of npm start', () => {
  it('takes the first tool the PATH has', () => {
    expect(findTunnelTool({ PATH: folder })).toBeUndefined();
    install('untun', 'exit 0');
    expect(findTunnelTool({ PATH: folder })?.name).toBe('untun');
    install('cloudflared', 'exit 0');
    expect(findTunnelTool({ PATH: folder })?.name).toBe('cloudflared');
  });

  it.each([
    [
      'cloudflared',
      'echo "INF |  https://four-random-words.trycloudflare.com  |" >&2',
      'four-random-words.trycloudflare.com',
    ],
    [
      'ngrok',
      'echo "t=2026 lvl=info msg=\\"started tunnel\\" name=http addr=http://localhost:3000 url=https://ab12.ngrok-free.app"',
      'ab12.ngrok-free.app',
    ],
    [
      'untun',
      'echo "Tunnel ready at https://unjs-is-awesome.trycloudflare.com"',
      'unjs-is-awesome.trycloudflare.com',
    ],
  ])('reads the address %s says', async (name, says, host) => {
    install(name, `${says}\nexec sleep 60`);
    const tunnel = await openTunnel(tool(name), 'http://localhost:3000', env());
    tunnel.close();
    expect(tunnel.host).toBe(host);
  });

  it('gives the tool none of this program’s secrets, and the port', async () => {
    install('cloudflared', 'env > "$(dirname "$0")/seen"; echo "$@" >> "$(dirname "$0")/seen"; exit 3');
    const opening = openTunnel(tool('cloudflared'), 'http://localhost:3000', env());
    await expect(opening).rejects.toThrow('cloudflared ended with 3');
    const { readFileSync } = await import('node:fs');
    const seen = readFileSync(join(folder, 'seen'), 'utf8');
    expect(seen).toContain('--url http://localhost:3000');
    expect(seen).not.toContain('pat-secret');
  });

  it('gives up with the last words of a tool that says no address', async () => {
    install('ngrok', 'echo "ERROR: authentication failed"; exec sleep 60');
    const opening = openTunnel(tool('ngrok'), 'http://localhost:3000', env(), 1_500);
    await expect(opening).rejects.toThrow(/no address in 1.5 s: ERROR: authentication failed/);
  });
});
