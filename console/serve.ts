import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createConsole } from './app';
import type { ConsoleSources } from './sources';

/**
 * Serves the console on this machine's own address, and on no other.
 * @param port 0: a free one.
 * @returns the address with its token, by which a browser gets in.
 */
export async function serveConsole(
  sources: ConsoleSources,
  token: string,
  port: number,
): Promise<{ url: string; close(): Promise<void> }> {
  const listener = getRequestListener(createConsole(sources, token).fetch);
  const server = createServer((request, response) => void listener(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const actual = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://localhost:${actual}/?token=${token}`,
    close: () => new Promise((resolve) => (server.close(() => resolve()), server.closeAllConnections())),
  };
}
