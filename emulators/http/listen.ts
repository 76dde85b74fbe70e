import { createAdaptorServer } from '@hono/node-server';
import type { Hono, Env } from 'hono';
import type { Server } from 'node:http';
import { guardLocal } from './local-guard';

export interface Listening {
  url: string;
  /** Does not wait for requests that are never answered. */
  close: () => Promise<void>;
}

interface ListenOptions {
  /** Default: a free one. */
  port?: number;
  /** Bytes; Node's own limit stands before what a server may want to refuse in its own way. */
  maxHeaderSize?: number;
}

/** Serves an emulator to this machine's programs, and to no web page. */
export async function listen<E extends Env>(
  app: Hono<E>,
  { port = 0, maxHeaderSize }: ListenOptions = {},
): Promise<Listening> {
  const server = createAdaptorServer({ fetch: app.fetch, serverOptions: { maxHeaderSize } }) as Server;
  // Node's own 5 s end under the hands of a client on a busy machine.
  server.keepAliveTimeout = 60_000;
  guardLocal(server);
  return listenOn(server, port);
}

/** On this machine alone; without a port on a free one. @throws Error when the port is taken. */
export async function listenOn(server: Server, port = 0): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the emulator got no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => new Promise((resolve) => (server.close(() => resolve()), server.closeAllConnections())),
  };
}
