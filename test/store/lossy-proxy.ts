import { createServer, request, type IncomingMessage } from 'node:http';

/** Tells by operation (`PutItem`, ...) and body whether this answer gets lost. */
export type Loses = (operation: string, body: string) => boolean;

/** Stands before a server: hands every request on, and cuts the line in place of the answers chosen. */
export async function startLossyProxy(target: string) {
  let loses: Loses = () => false;
  const server = createServer((incoming, outgoing) => {
    void readBody(incoming).then((body) => {
      const { method, headers, url } = incoming;
      const forwarded = request(`${target}${url}`, { method, headers }, (answer) => {
        void readBody(answer).then((bytes) => {
          const operation = String(headers['x-amz-target']).split('.')[1] ?? '';
          if (loses(operation, body.toString())) return incoming.socket.destroy();
          outgoing.writeHead(answer.statusCode!, answer.headers).end(bytes);
        });
      });
      forwarded.end(body);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as { port: number };
  return {
    endpoint: `http://127.0.0.1:${port}`,
    /** The next `times` answers of an operation are lost, after the server has done what it was asked. */
    lose(operation: string, { times = 1, where = '' } = {}) {
      let left = times;
      loses = (called, body) => called === operation && body.includes(where) && left-- > 0;
    },
    close: () => new Promise<void>((closed) => (server.close(() => closed()), server.closeAllConnections())),
  };
}

async function readBody(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
