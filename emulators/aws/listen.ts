import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Server } from 'node:http';
import { listenOn, type Listening } from '../http/listen';

export { listenOn, type Listening };

/** Serves an emulator to this machine. @param port default: a free one. */
export async function listen(app: Hono, { port = 0 }: { port?: number } = {}): Promise<Listening> {
  return listenOn(createAdaptorServer({ fetch: app.fetch }) as Server, port);
}
