import { request as httpRequest, createServer, type IncomingMessage } from 'node:http';
import { toGatewayEvent } from '../../sandbox/gateway';
import { LocalLambda } from '../../emulators/aws/lambda/local-lambda';
import { unpackedArtefact } from './artefact';
import { EVENTS, sampleBody } from './events';
import { median } from './load';
import { TOKEN, startServers } from './start-servers';

const ROUNDS = 12;
/** The first events of an instance learn what the CRM account knows. */
const WARM_UP = 4;
/**
 * The index row of an event is written when it is kept and removed when it is done (DynamoDB Developer Guide: Global
 * secondary indexes, write capacity); the local engine does not count it.
 */
const INDEX_WRITE_UNITS = 2;

/** What one event uses, medians. */
export interface Usage {
  event: string;
  writeUnits: number;
  readUnits: number;
  tableRequests: number;
  logBytes: number;
  /** Milliseconds without the waiting for table and CRM, at this machine's speed. */
  cpuMs: number;
}

/** Plays the events to the packaged webhook and counts what each of them consumes. */
export async function measureUsage(): Promise<Usage[]> {
  const { env, stop } = await startServers();
  const counter = await startCounter(env.AWS_ENDPOINT_URL_DYNAMODB!);
  const { taskRoot, remove } = await unpackedArtefact();
  const lambda = new LocalLambda({
    taskRoot,
    handler: 'dist/webhook.handler',
    env: { ...env, AWS_ENDPOINT_URL_DYNAMODB: counter.url },
  });
  const samples = new Map(EVENTS.map((event) => [event, [] as Omit<Usage, 'event'>[]]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const event of EVENTS) {
      counter.take();
      const before = { log: lambda.log.length, cpu: lambda.cpuMs() };
      await lambda.invoke(
        toGatewayEvent('POST', `/webhooks/hubspot/${TOKEN}`, sampleBody(event, 5_000 + round)),
      );
      const logBytes = lambda.log.length - before.log;
      const cpuMs = lambda.cpuMs() - before.cpu;
      if (round >= WARM_UP) samples.get(event)!.push({ ...counter.take(), logBytes, cpuMs });
    }
  }
  await lambda.close();
  counter.close();
  remove();
  stop();
  return [...samples].map(([event, all]) => ({ event, ...medians(all) }));
}

function medians(all: Omit<Usage, 'event'>[]): Omit<Usage, 'event'> {
  const of = (key: keyof Omit<Usage, 'event'>) => median(all.map((one) => one[key]));
  return {
    writeUnits: of('writeUnits') + INDEX_WRITE_UNITS,
    readUnits: of('readUnits'),
    tableRequests: of('tableRequests'),
    logBytes: of('logBytes'),
    cpuMs: all.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / all.length,
  };
}

/** Stands before the table and asks it with every request what it costs. */
async function startCounter(table: string) {
  const zero = { writeUnits: 0, readUnits: 0, tableRequests: 0 };
  let count = { ...zero };
  const server = createServer((incoming, response) => {
    void read(incoming).then((body) => {
      const input = { ...(JSON.parse(body) as object), ReturnConsumedCapacity: 'TOTAL' };
      const payload = JSON.stringify(input);
      const headers = { ...incoming.headers, 'content-length': Buffer.byteLength(payload) };
      httpRequest(table, { method: 'POST', headers }, (answer) => {
        void read(answer).then((text) => {
          const units = unitsOf(text);
          const reads = /\.(Get|Query|BatchGet)/.test(incoming.headers['x-amz-target'] as string);
          count.tableRequests++;
          count[reads ? 'readUnits' : 'writeUnits'] += units;
          response.writeHead(answer.statusCode!, { 'content-type': 'application/x-amz-json-1.0' }).end(text);
        });
      }).end(payload);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    take() {
      const taken = count;
      count = { ...zero };
      return taken;
    },
    close: () => (server.close(), server.closeAllConnections()),
  };
}

/** A write whose condition fails is charged as well, and says nothing of it. */
function unitsOf(answer: string): number {
  const { ConsumedCapacity } = JSON.parse(answer) as { ConsumedCapacity?: Consumed | Consumed[] };
  if (!ConsumedCapacity) return 1;
  return [ConsumedCapacity].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
}

interface Consumed {
  CapacityUnits: number;
}

async function read(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
