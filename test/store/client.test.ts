import { createServer, type Socket } from 'node:net';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { createDocumentClient } from '../../store/client';

it('gives up on a table that takes the connection and never answers, well inside the reply deadline', async () => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => sockets.push(socket));
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
  const { port } = silent.address() as { port: number };
  const client = createDocumentClient({
    env: {
      AWS_REGION: 'local',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}`,
    },
  });
  let patience: NodeJS.Timeout | undefined;
  const began = performance.now();
  const answer = client.send(new GetCommand({ TableName: 'events', Key: { pk: 'a' } }));
  const outcome = await Promise.race([
    answer.then(
      () => 'answered',
      (error: Error) => error.name,
    ),
    new Promise((resolve) => (patience = setTimeout(resolve, 4_000, 'still waiting'))),
  ]);
  const tookMs = performance.now() - began;
  clearTimeout(patience);
  client.destroy();
  for (const socket of sockets) socket.destroy();
  silent.close();
  expect(outcome).toBe('TimeoutError');
  expect(tookMs).toBeLessThan(2_000);
});
