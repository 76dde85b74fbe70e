import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Server } from 'node:http';

export interface Listening {
  url: string;
  /** Does not wait for requests that are never answered. */
  close: () => Promise<void>;
}

/** Serves an emulator to this machine. @param port default: a free one. */
export async function listen(app: Hono, { port = 0 }: { port?: number } = {}): Promise<Listening> {
  return listenOn(createAdaptorServer({ fetch: app.fetch }) as Server, port);
}

/** @throws Error when the port is taken. */
export async function listenOn(server: Server, port = 0): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new TypeError('the emulator got no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => new Promise((resolve) => (server.close(() => resolve()), server.closeAllConnections())),
  };
}
