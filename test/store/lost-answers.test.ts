import { randomBytes } from 'node:crypto';
import { LeaseLostError } from '../../store/errors';
import { createClient } from '../../store/dynamodb/client';
import { createStore, type Store } from '../../store/store';
import { startLossyProxy } from './lossy-proxy';
import { startTable, type Table } from './table';
import { TOLD } from './told';

/** DynamoDB did what it was asked, and its answer never came: the SDK asks again, or gives up. */
let table: Table;
let proxy: Awaited<ReturnType<typeof startLossyProxy>>;
let client: ReturnType<typeof createClient>;
let store: Store;
let serial = 0;

beforeAll(async () => {
  table = await startTable();
  proxy = await startLossyProxy(table.env.AWS_ENDPOINT_URL_DYNAMODB);
  const env = { ...table.env, AWS_ENDPOINT_URL_DYNAMODB: proxy.endpoint };
  client = createClient({ env, requestTimeoutMs: 10_000, connectionTimeoutMs: 10_000 });
  store = createStore({ client, tableName: table.tableName });
});
afterAll(async () => {
  client.destroy();
  await proxy.close();
  await table.close();
});

const large = () => randomBytes(600_000).toString('base64');
const newEvent = (payload: string, key = `key-${++serial}`) => ({
  key,
  account: `crm-${serial}`,
  thread: 'chat',
  payload,
  receivedAt: 1_000,
  now: 1_000,
  owner: 'anna',
  leaseMs: 1_000,
});

describe.each([
  { size: 'small', payload: () => '{}' },
  { size: 'split', payload: large },
])('a new event with a $size body', ({ payload }) => {
  it('is ours when only the answer to the put was lost', async () => {
    const event = newEvent(payload());
    proxy.lose('PutItem', { where: '"leaseOwner"' });
    expect(await store.inbox.keep(event)).toEqual({
      state: 'claimed',
      attempts: 1,
      suspectFailures: 0,
      receivedAt: 1_000,
      takenOver: false,
    });
    const claimed = await store.inbox.claim({ key: event.key, owner: 'worker', now: 9_000, leaseMs: 1_000 });
    expect(claimed?.payload === event.payload).toBe(true);
  });

  it('is whole when keep gave up on a put that had been made', async () => {
    const event = newEvent(payload());
    proxy.lose('PutItem', { where: '"leaseOwner"', times: 2 });
    await expect(store.inbox.keep(event)).rejects.toMatchObject({ name: 'StoreError', retryable: true });
    const claimed = await store.inbox.claim({ key: event.key, owner: 'worker', now: 9_000, leaseMs: 1_000 });
    expect(claimed?.payload === event.payload).toBe(true);
  });
});

it('a repeated update is ours, and whole, when only the answer to the second put was lost', async () => {
  const event = { ...newEvent(large()), repeatAfterMs: 1_000 };
  await store.inbox.keep(event);
  await store.inbox.finish({ ...TOLD, key: event.key, owner: 'anna', reply: {}, now: 2_000 });
  proxy.lose('PutItem', { where: 'doneAt' });
  expect(await store.inbox.keep({ ...event, owner: 'boris', now: 9_000 })).toMatchObject({
    state: 'claimed',
  });
  const claimed = await store.inbox.claim({ key: event.key, owner: 'worker', now: 19_000, leaseMs: 1_000 });
  expect(claimed?.payload === event.payload).toBe(true);
});

it('a due event is claimed when only the answer to the claim was lost', async () => {
  const event = newEvent('{}');
  await store.inbox.keep(event);
  proxy.lose('UpdateItem');
  const claim = { key: event.key, owner: 'worker', now: 9_000, leaseMs: 1_000 };
  expect(await store.inbox.claim(claim)).toMatchObject({ payload: '{}', takenOver: true });
});

const failure = { message: 'HubSpot: HTTP 503' };
it.each<{ step: string; settle: (key: string) => Promise<unknown>; then: object }>([
  {
    step: 'finish',
    settle: (key) => store.inbox.finish({ ...TOLD, key, owner: 'anna', reply: { result: 'ok' }, now: 1_001 }),
    then: { state: 'done', reply: { result: 'ok' } },
  },
  {
    step: 'postpone',
    settle: (key) => store.inbox.postpone({ key, owner: 'anna', dueAt: 5_000, failure, suspectFailures: 0 }),
    then: { state: 'claimed', attempts: 2, takenOver: false },
  },
  {
    step: 'park',
    settle: (key) => store.inbox.park({ key, owner: 'anna', failure, now: 1_001 }),
    then: { state: 'parked' },
  },
])('$step is done when only its answer was lost', async ({ settle, then }) => {
  const event = newEvent('{}');
  await store.inbox.keep(event);
  proxy.lose('UpdateItem');
  await settle(event.key);
  expect(await store.inbox.keep({ ...event, owner: 'boris' })).toMatchObject(then);
});

it('a link is written when only the answer to it was lost', async () => {
  const key = `link#lost-${++serial}`;
  const record = { type: 'contact', id: '51' };
  await store.links.acquire({ keys: [key], owner: 'anna', now: 1_000, leaseMs: 1_000 });
  proxy.lose('UpdateItem');
  await store.links.write({ key, owner: 'anna', record, now: 1_000 });
  expect((await store.links.read([key], 1_000)).get(key)).toMatchObject({ key, record });
});

it('several links are written, and free, when only the answer to their one request was lost', async () => {
  const keys = [`link#lost-${++serial}`, `link#lost-${++serial}`];
  const record = { type: 'contact', id: '51' };
  const acquired = await store.links.acquire({ keys, owner: 'anna', now: 1_000, leaseMs: 30_000 });
  const held = acquired.ok ? [...acquired.links.values()] : [];
  proxy.lose('BatchWriteItem', { times: 2 });
  const refusal = await store.links.writeAll(
    held.map((link) => ({ ...link, owner: 'anna', record, now: 1_000 })),
    9_000,
  );
  expect(refusal).toMatchObject({ retryable: true });
  const next = await store.links.acquire({ keys, owner: 'boris', now: 1_000, leaseMs: 30_000 });
  for (const key of keys)
    expect(next.ok && next.links.get(key)).toMatchObject({ key, record, lastOwner: 'anna' });
});

it('a late repeat changes nothing once somebody else has held the row in between', async () => {
  const key = `link#lost-${++serial}`;
  const mine = { key, owner: 'anna', record: { type: 'contact', id: 'old' }, now: 1_000 };
  await store.links.acquire({ keys: [key], owner: 'anna', now: 1_000, leaseMs: 1_000 });
  await store.links.write(mine);
  await store.links.acquire({ keys: [key], owner: 'boris', now: 1_000, leaseMs: 1_000 });
  await store.links.release({ key, owner: 'boris' });
  await expect(store.links.write(mine)).rejects.toThrow(LeaseLostError);

  const event = newEvent('{}');
  await store.inbox.keep(event);
  const settled = { key: event.key, owner: 'anna', failure, suspectFailures: 0, now: 1_001 };
  await store.inbox.postpone({ ...settled, dueAt: 1_001 });
  await store.inbox.claim({ key: event.key, owner: 'boris', now: 1_001, leaseMs: 1_000 });
  await expect(store.inbox.postpone({ ...settled, dueAt: 1_001 })).rejects.toThrow(LeaseLostError);
  settled.owner = 'boris';
  await store.inbox.park(settled);
  await store.queues.replay({ key: event.key, now: 2_000 });
  await expect(store.inbox.park(settled)).rejects.toThrow(LeaseLostError);
});

it('a link is held when only the answer to acquire was lost', async () => {
  proxy.lose('UpdateItem');
  const key = `link#lost-${++serial}`;
  const acquired = await store.links.acquire({ keys: [key], owner: 'anna', now: 1_000, leaseMs: 1_000 });
  expect(acquired.ok).toBe(true);
});

it('a transcript is whole when only the answer to its put was lost', async () => {
  const transcript = [{ text: large() }];
  await store.transcripts.put('lost', [{ text: large() }], { now: 0 });
  proxy.lose('PutItem', { where: '"parts"' });
  await store.transcripts.put('lost', transcript, { now: 1 });
  expect(await store.transcripts.get('lost', 1)).toEqual(transcript);
});

describe('a turn', () => {
  const next = (taker: string) => store.turns.next('crm', 'team', taker);

  it('is taken once when the answer is lost, by whoever asks again', async () => {
    expect(await next('first')).toBe(1);
    proxy.lose('UpdateItem', { where: 'taken' });
    expect(await next('second')).toBe(2);
    proxy.lose('UpdateItem', { where: 'taken', times: 20 });
    await expect(next('third')).rejects.toThrow();
    proxy.lose('UpdateItem', { times: 0 });
    expect(await next('fourth')).toBe(4);
    expect(await next('third')).toBe(3);
    expect(await next('fifth')).toBe(5);
  });

  it('is remembered of the last ones, in a row that stays small', async () => {
    const take = (taker: string) => store.turns.next('crm', 'long', taker);
    for (let n = 1; n <= 300; n++) expect(await take(`lead ${n}`)).toBe(n);
    expect(await take('lead 250')).toBe(250);
    expect(Object.keys((await table.rows.get('look', 'turns#crm#long')) ?? {}).length).toBeLessThan(140);
  });
});
