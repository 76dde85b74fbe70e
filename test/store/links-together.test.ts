import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LeaseLostError } from '../../store/errors';
import { Links, type Acquired, type Link } from '../../store/links';
import { Table as Rows } from '../../store/dynamodb/table';
import { startTable, type Table } from './table';

const LEASE = 30_000;
const NOW = 1_000;
const BY = NOW + 5_000;
const record = { type: 'contact', id: '51' };
let table: Table;
let serial = 0;

beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.close());

type Send = DynamoDBClient['send'];
type Command = Parameters<Send>[0];

/** Links whose batches meet `batch` in the table's place; and how often each kind of request was made. */
function linksWith(batch?: (send: () => Promise<unknown>, command: BatchWriteItemCommand) => unknown) {
  const asked: string[] = [];
  const send = (command: Command) => {
    asked.push(command.constructor.name.replace('Command', ''));
    const really = () => table.client.send(command);
    return batch && command instanceof BatchWriteItemCommand ? batch(really, command) : really();
  };
  const { tableName } = table;
  return { asked, links: new Links(new Rows({ client: { send } as never, tableName })) };
}

const failing = (name: string, httpStatusCode?: number) => () =>
  Promise.reject(Object.assign(new Error(name), { name, $metadata: { httpStatusCode } }));

function heldOf(acquired: Acquired): Link[] {
  if (!acquired.ok) throw new Error('held by somebody else');
  return [...acquired.links.values()];
}

async function hold(keys: string[], owner = 'anna', now = NOW): Promise<Link[]> {
  return heldOf(await table.store.links.acquire({ keys, owner, now, leaseMs: LEASE }));
}

const newKeys = (count = 3) => Array.from({ length: count }, () => `link#together-${++serial}`);
const writesOf = (held: readonly Link[], now = NOW) =>
  held.map(({ key, replaceableUntil }) => ({ key, replaceableUntil, owner: 'anna', record, now }));
const rowsOf = (keys: readonly string[]) => Promise.all(keys.map((key) => table.rows.get('look', key)));

it('rows of one holder are written in one request', async () => {
  const { links, asked } = linksWith();
  const keys = newKeys(4);
  await links.writeAll(writesOf(await hold(keys)), BY);
  expect(asked).toEqual(['BatchWriteItem']);
  const others = await hold(keys, 'boris');
  expect(others.map((link) => [link.record, link.lastOwner])).toEqual(keys.map(() => [record, 'anna']));
});

it('they say what each would say by itself, and nothing of before', async () => {
  const long = { version: 1, pages: Array.from({ length: 60 }, (_, at) => ({ id: `${at}`, hash: 'x' })) };
  const said = [
    { data: { version: 1, said: true }, tenant: '123' },
    { data: long, due: { queue: 'crm#lead-fields', dueAt: 5 } },
    { data: undefined, inDoubt: { since: 7, by: 'clara' } },
    { record: undefined },
  ];
  const [single, together] = [newKeys(4), newKeys(4)];
  for (const keys of [single, together]) {
    // Each row had all that it can have.
    const before = said.map((_, at) => said[(at + 1) % said.length]);
    const first = await hold(keys);
    for (const [at, link] of writesOf(first).entries())
      await table.store.links.write({ ...link, ...before[at] });
  }
  const ofEach = writesOf(await hold(single)).map((link, at) => ({ ...link, ...said[at] }));
  for (const link of ofEach) await table.store.links.write(link);
  const { links, asked } = linksWith();
  await links.writeAll(
    writesOf(await hold(together)).map((link, at) => ({ ...link, ...said[at] })),
    BY,
  );
  expect(asked).toEqual(['BatchWriteItem']);
  const bare = async (keys: string[]) => (await rowsOf(keys)).map((row) => ({ ...row, pk: undefined }));
  expect(await bare(together)).toEqual(await bare(single));
});

describe('rows are written one by one', () => {
  const singly = (count: number) => Array<string>(count).fill('UpdateItem');

  it.each<[string, { now?: number; by?: number; count?: number }]>([
    ['when a lease might end before the request does', { now: NOW + 10_001, by: NOW + 60_000 }],
    ['when the process may be stopped before', { by: NOW + 699 }],
    ['when there is only one', { count: 1 }],
  ])('%s', async (_when, { now = NOW, by = BY, count = 3 }) => {
    const { links, asked } = linksWith();
    await links.writeAll(writesOf(await hold(newKeys(count)), now), by);
    expect(asked).toEqual(singly(count));
  });

  it('when a lease has been taken over: nothing of them is written', async () => {
    const { links } = linksWith();
    const keys = newKeys(2);
    const held = await hold(keys);
    const later = NOW + LEASE;
    await hold(keys, 'boris', later);
    await expect(links.writeAll(writesOf(held, later), later + 5_000)).rejects.toThrow(LeaseLostError);
    expect((await rowsOf(keys)).map((row) => [row!.leaseOwner, row!.record])).toEqual(
      keys.map(() => ['boris', undefined]),
    );
  });

  it('when one has what another version wrote: it stays', async () => {
    const { links, asked } = linksWith();
    const keys = newKeys(2);
    await table.rows.put('newer', { pk: keys[0], language: 'fr' });
    await links.writeAll(writesOf(await hold(keys)), BY);
    expect(asked).toEqual(singly(2));
    expect(await rowsOf(keys)).toMatchObject([{ language: 'fr', record }, { record }]);
  });

  it('as far as DynamoDB left them out', async () => {
    const keys = newKeys(3);
    const { links, asked } = linksWith(async (_send, { input }) => {
      const [first, ...left] = input.RequestItems![table.tableName]!;
      await table.client.send(new BatchWriteItemCommand({ RequestItems: { [table.tableName]: [first!] } }));
      return { UnprocessedItems: { [table.tableName]: left } };
    });
    expect(await links.writeAll(writesOf(await hold(keys)), BY)).toBeUndefined();
    expect(asked).toEqual(['BatchWriteItem', ...singly(2)]);
    for (const link of await hold(keys, 'boris')) expect(link).toMatchObject({ record, lastOwner: 'anna' });
  });

  it.each(['AccessDeniedException', 'ProvisionedThroughputExceededException', 'ValidationException'])(
    'and let go of, when the one request is refused: %s',
    async (name) => {
      const { links, asked } = linksWith(failing(name, 400));
      const keys = newKeys(2);
      const refusal = await links.writeAll(writesOf(await hold(keys)), BY);
      expect(refusal?.message).toBe(`store: write links: ${name}`);
      expect(asked).toEqual(['BatchWriteItem', ...singly(2)]);
      for (const link of await hold(keys, 'boris')) expect(link).toMatchObject({ record });
    },
  );
});

describe('when nobody knows what became of the one request', () => {
  it.each([
    ['no answer', failing('TimeoutError')],
    ['a broken server', failing('InternalServerError', 500)],
  ])('the rows are written and stay held as long as the lease: %s', async (_what, batch) => {
    const { links } = linksWith(batch);
    const keys = newKeys(2);
    const held = await hold(keys);
    expect(await links.writeAll(writesOf(held), BY)).toMatchObject({ name: 'StoreError' });
    // Who only reads goes by them at once.
    const seen = await links.read(keys, NOW);
    for (const key of keys) expect(seen.get(key)).toMatchObject({ record, inDoubt: undefined });
    const early = await links.acquire({ keys, owner: 'boris', now: NOW + LEASE - 1, leaseMs: LEASE });
    expect(early.ok).toBe(false);
    // Their holder did not vanish.
    const later = await hold(keys, 'boris', NOW + LEASE);
    for (const link of later) expect(link).toMatchObject({ record, inDoubt: undefined });
  });

  it('they stay held also when their holder fails afterwards, and lets go', async () => {
    const { links } = linksWith(failing('TimeoutError'));
    const keys = newKeys(2);
    const held = await hold(keys);
    await links.writeAll(writesOf(held), BY);
    const [first, second] = writesOf(held);
    await links.write({ ...first!, inDoubt: { since: NOW } });
    await links.release({ key: second!.key, owner: 'anna' });
    for (const key of keys) {
      const early = await links.acquire({
        keys: [key],
        owner: 'boris',
        now: NOW + LEASE - 1,
        leaseMs: LEASE,
      });
      expect(early.ok).toBe(false);
    }
    const later = await hold(keys, 'boris', NOW + LEASE);
    expect(later.map(({ inDoubt }) => inDoubt)).toEqual([{ since: NOW }, undefined]);
  });

  it('what arrives late overwrites nobody', async () => {
    let arrive: () => Promise<unknown> = () => Promise.resolve();
    const { links } = linksWith((send) => {
      arrive = send;
      return failing('TimeoutError')();
    });
    const keys = newKeys(2);
    await links.writeAll(writesOf(await hold(keys)), BY);
    const boris = { keys, owner: 'boris', now: NOW + 50, leaseMs: LEASE };
    expect((await links.acquire(boris)).ok).toBe(false);
    await arrive();
    const next = heldOf(await links.acquire(boris));
    expect(next.map((link) => link.record)).toEqual([record, record]);
  });
});
