import { createServer, request } from 'node:http';

/** What DynamoDB answers then (DynamoDB Developer Guide: Error handling), or nothing. */
export type TableFault = 'ThrottlingException' | 'InternalServerError' | 'connection';

const STATUS = { ThrottlingException: 400, InternalServerError: 500 };

/** Stands before the table and fails the first request of each kind. */
export async function startFlakyTable(target: string, fault: TableFault) {
  const seen = new Set<string>();
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method, url, headers } = incoming;
      const operation = String(headers['x-amz-target']);
      if (!seen.has(operation)) {
        seen.add(operation);
        if (fault === 'connection') return incoming.socket.destroy();
        const refusal = { __type: `com.amazonaws.dynamodb.v20120810#${fault}`, message: 'Once more' };
        const type = { 'content-type': 'application/x-amz-json-1.0' };
        return response.writeHead(STATUS[fault], type).end(JSON.stringify(refusal));
      }
      const onwards = request(new URL(url ?? '/', target), { method, headers }, (answer) => {
        response.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(response);
      });
      onwards.on('error', () => response.destroy());
      onwards.end(Buffer.concat(chunks));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    /** How many requests it failed. */
    failed: () => seen.size,
    close: () => new Promise<void>((done) => (server.close(() => done()), server.closeAllConnections())),
  };
}
