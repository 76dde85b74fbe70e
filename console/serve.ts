import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/?token=${token}`,
    close: () => new Promise((resolve) => (server.close(() => resolve()), server.closeAllConnections())),
  };
}
