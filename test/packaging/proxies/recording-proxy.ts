import { createServer, request, type IncomingMessage } from 'node:http';

/** One call of AWS as IAM sees it. */
export interface AwsCall {
  /** Such as `dynamodb:GetItem`. */
  action: string;
  /** Such as `table`, `table/index/due` or `parameter/app/token`. */
  resource: string;
}

/** `x-amz-target` names the operation: `DynamoDB_20120810.GetItem`, `AmazonSSM.GetParameters`. */
const SERVICES: Record<string, string> = { DynamoDB_20120810: 'dynamodb', AmazonSSM: 'ssm' };

/** Stands before an AWS service, passes everything on, and remembers what was called on what. */
export async function startRecordingProxy(target: string) {
  const calls: AwsCall[] = [];
  const server = createServer((incoming, response) => {
    const { method, url, headers } = incoming;
    const onwards = request(new URL(url ?? '/', target), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
    });
    onwards.on('error', () => response.destroy());
    incoming.pipe(onwards);
    void read(incoming).then((body) =>
      calls.push(...callsOf(headers['x-amz-target'] as string, JSON.parse(body) as Input)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    close: () => new Promise<void>((done) => (server.close(() => done()), server.closeAllConnections())),
  };
}

interface Input {
  IndexName?: string;
  RequestItems?: Record<string, unknown>;
  Names?: string[];
}

function callsOf(target: string, { IndexName, Names }: Input): AwsCall[] {
  const [service, operation] = target.split('.') as [string, string];
  const action = `${SERVICES[service] ?? service}:${operation}`;
  if (Names) return Names.map((name) => ({ action, resource: `parameter${name}` }));
  return [{ action, resource: IndexName ? `table/index/${IndexName}` : 'table' }];
}

async function read(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
