import { createServer as createHttpServer } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { Table } from '../../../store/dynamodb/table';
import { clientAt } from './client-at';

/** The beginning of an answer whose rest never comes. */
const BEGINNING = 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"Item"';

it.each([
  { what: 'takes the connection and never answers', said: '' },
  { what: 'begins an answer and never ends it', said: BEGINNING },
])('gives up on a table that $what, by itself', async ({ said }) => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => {
    sockets.push(socket);
    socket.on('data', () => said && socket.write(said));
  });
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
  const { port } = silent.address() as { port: number };
  const client = clientAt(port);
  let patience: NodeJS.Timeout | undefined;
  const answer = new Table({ client, tableName: 'events' }).get('read', 'a');
  const outcome = await Promise.race([
    answer.then(
      () => 'answered',
      (error: Error) => (error.cause as Error).name,
    ),
    new Promise((resolve) => (patience = setTimeout(resolve, 20_000, 'still waiting'))),
  ]);
  clearTimeout(patience);
  client.destroy();
  for (const socket of sockets) socket.destroy();
  silent.close();
  expect(outcome).toBe('TimeoutError');
});

it('asks again over a new connection when one that was kept open is gone', async () => {
  let connections = 0;
  const closing = createHttpServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}');
    response.once('finish', () => setImmediate(() => closing.closeAllConnections()));
  }).on('connection', () => connections++);
  await new Promise<void>((listening) => closing.listen(0, '127.0.0.1', listening));
  const { port } = closing.address() as { port: number };
  const client = clientAt(port);
  for (let round = 0; round < 5; round++) {
    await expect(new Table({ client, tableName: 'events' }).get('read', 'a')).resolves.toBeUndefined();
  }
  expect(connections).toBeGreaterThanOrEqual(5);
  client.destroy();
  closing.close();
});
