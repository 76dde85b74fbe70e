import { createServer } from 'node:net';
import { createTransport, type Fetch } from '../../../connectors/shared/http/transport';

/** The transport, whose nth request from now on goes to a port nobody listens on: a real refusal, never sent. */
export function refusingFetch() {
  let left = Infinity;
  const transport = createTransport();
  const refusing: Fetch = async (url, init) => {
    if (--left !== 0) return transport(url, init);
    return transport(`http://127.0.0.1:${await closedPort()}/`, init);
  };
  return { fetch: refusing, refuse: (nth: number) => void (left = nth) };
}

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}
