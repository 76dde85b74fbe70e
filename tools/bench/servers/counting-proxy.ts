import { request as httpRequest, createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listenOn, type Listening } from '../../../emulators/http/listen';

/** What went over the wire since the last look. */
export interface Counted {
  requests: number;
  /** Times at which a first request went out while none was under way: how often the caller waits. */
  rounds: number;
  writeUnits: number;
  readUnits: number;
}

interface CountingProxy extends Listening {
  take(): Counted;
}

const ZERO: Counted = { requests: 0, rounds: 0, writeUnits: 0, readUnits: 0 };

/**
 * Stands before a server and counts; DynamoDB's requests are asked what they cost as well.
 * @param target the server's address.
 */
export async function startCountingProxy(target: string): Promise<CountingProxy> {
  let count = { ...ZERO };
  let open = 0;
  const server = createServer((incoming, response) => {
    count.requests++;
    if (open++ === 0) count.rounds++;
    const operation = incoming.headers['x-amz-target'] as string | undefined;
    void buffer(incoming).then((body) => {
      const payload = operation ? askForUnits(body) : body;
      const headers = { ...incoming.headers, 'content-length': payload.length };
      const forwarded = httpRequest(new URL(incoming.url!, target), { method: incoming.method, headers });
      forwarded.on('response', (answer) => {
        void buffer(answer).then((text) => {
          if (operation) {
            const reads = /\.(Get|Query|BatchGet)/.test(operation);
            count[reads ? 'readUnits' : 'writeUnits'] += unitsOf(text.toString());
          }
          open--;
          response.writeHead(answer.statusCode!, answer.headers).end(text);
        });
      });
      forwarded.end(payload);
    });
  });
  return {
    ...(await listenOn(server)),
    take() {
      const taken = count;
      count = { ...ZERO };
      return taken;
    },
  };
}

function askForUnits(body: Buffer): Buffer {
  const input = { ...(JSON.parse(body.toString()) as object), ReturnConsumedCapacity: 'TOTAL' };
  return Buffer.from(JSON.stringify(input));
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
