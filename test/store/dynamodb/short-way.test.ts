import { createServer, type IncomingHttpHeaders } from 'node:http';
import { Table } from '../../../store/dynamodb/table';
import { createClient } from '../../../store/dynamodb/client';
import { isRefusal, type StoreError } from '../../../store/errors';
import { clientAt } from './client-at';

const HOUR_MS = 3_600_000;

interface Answer {
  status?: number;
  body?: object | string;
  headers?: Record<string, string>;
}

/** A table that gives one answer after the other. */
async function withTable<T>(answers: Answer[], use: (table: Table) => Promise<T>) {
  const requests: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer((incoming, response) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
    incoming.on('end', () => {
      const { status = 200, body: given = {}, headers = {} } = answers[requests.length] ?? {};
      requests.push({ headers: incoming.headers, body });
      const type = { 'content-type': 'application/x-amz-json-1.0' };
      response
        .writeHead(status, { ...type, ...headers })
        .end(typeof given === 'string' ? given : JSON.stringify(given));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as { port: number };
  const client = clientAt(port);
  try {
    return {
      outcome: await use(new Table({ client, tableName: 'events' })).catch((error: Error) => error),
      requests,
    };
  } finally {
    client.destroy();
    server.close();
    server.closeAllConnections();
  }
}

function refusal(name: string) {
  return { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'said so' };
}

it('reads bytes and texts as the SDK does', async () => {
  const gzip = Buffer.from([0, 1, 254, 255]);
  const Item = { pk: { S: 'ä€😀' }, gzip: { B: gzip.toString('base64') }, n: { N: '1.5' } };
  const { outcome, requests } = await withTable([{ body: { Item } }], (table) => table.get('read', 'a'));
  expect(outcome).toEqual({ pk: 'ä€😀', gzip, n: 1.5 });
  expect(requests).toHaveLength(1);
});

it('writes bytes as Base64, the first time as at the SDK’s attempt', async () => {
  const row = { pk: 'a', gzip: Buffer.from([0, 255]) };
  const { requests } = await withTable([{ status: 500 }], (table) => table.put('write', row));
  const bodies = requests.map(({ body }) => JSON.parse(body) as object);
  expect(bodies).toEqual(
    Array(2).fill({ TableName: 'events', Item: { pk: { S: 'a' }, gzip: { B: 'AP8=' } } }),
  );
  const sdk = requests.map(({ headers }) => 'amz-sdk-invocation-id' in headers);
  expect(sdk).toEqual([false, true]);
});

it('takes a condition that does not hold for the answer', async () => {
  const { outcome, requests } = await withTable(
    [{ status: 400, body: refusal('ConditionalCheckFailedException') }],
    (table) => table.put('write', { pk: 'a' }, { condition: 'attribute_not_exists(pk)' }),
  );
  expect(outcome).toBeUndefined();
  expect(requests).toHaveLength(1);
});

it.each<[string, Answer]>([
  ['a broken server', { status: 500, body: refusal('InternalServerError') }],
  ['a busy one', { status: 400, body: refusal('ThrottlingException') }],
  ['what is no JSON', { status: 200, body: '<html>' }],
  ['a refusal of another kind', { status: 400, body: refusal('UnrecognizedClientException') }],
])('asks once more after %s, and no more than once', async (_what, answer) => {
  const once = await withTable([answer, { body: {} }], (table) => table.get('read', 'a'));
  expect(once.outcome).toBeUndefined();
  const twice = await withTable([answer, answer, { body: {} }], (table) => table.get('read', 'a'));
  expect(twice.outcome).toBeInstanceOf(Error);
  expect(twice.requests).toHaveLength(2);
});

it.each<[string, Answer, RegExp, boolean]>([
  ['a broken server', { status: 500, body: refusal('InternalServerError') }, /InternalServerError/, false],
  ['what is no JSON', { status: 200, body: '<html>' }, /NoAnswer/, false],
  ['a role without the right', { status: 400, body: refusal('AccessDeniedException') }, /AccessDenied/, true],
])('asks for a batch of writes once, whatever comes: %s', async (_what, answer, words, isRefused) => {
  const { outcome, requests } = await withTable([answer, { body: {} }], (table) =>
    table.putAllOnce('write', [{ pk: 'a' }, { pk: 'b' }]),
  );
  expect(requests).toHaveLength(1);
  expect((outcome as StoreError).message).toMatch(words);
  expect(isRefusal(outcome as StoreError)).toBe(isRefused);
});

it('sends no batch of writes where the SDK would repeat it', async () => {
  const env = { AWS_REGION: 'local', AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9' };
  const table = new Table({ client: createClient({ env, forRows: false }), tableName: 'events' });
  const refused = await table.putAllOnce('write', [{ pk: 'a' }]).catch((error: StoreError) => error);
  expect((refused as StoreError).message).toMatch(/NotRepeatable/);
  expect(isRefusal(refused as StoreError)).toBe(true);
});

it('goes by the table’s clock where it refuses a signature of another hour', async () => {
  const headers = { date: new Date(Date.now() + HOUR_MS).toUTCString() };
  const refused = { status: 400, body: refusal('InvalidSignatureException'), headers };
  const { outcome, requests } = await withTable([refused, { headers }, { headers }], async (table) => {
    await table.get('read', 'a');
    return table.get('read', 'a');
  });
  expect(outcome).toBeUndefined();
  const hours = requests.map((request) => {
    const [, day, time] = /^(\d{8})T(\d{6})Z$/.exec(request.headers['x-amz-date'] as string)!;
    const at = `${day!.replace(/(....)(..)(..)/, '$1-$2-$3')}T${time!.replace(/(..)(..)(..)/, '$1:$2:$3')}Z`;
    return Math.abs(Math.round((Date.parse(at) - Date.now()) / HOUR_MS));
  });
  expect(hours).toEqual([0, 1, 1]);
});
