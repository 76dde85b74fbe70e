import { randomBytes, randomUUID } from 'node:crypto';
import { createStore } from '../../../store/store';
import { startTable, type Table } from '../table';
import { TOLD } from '../told';

const DAY = 86_400_000;
const NOW = Date.now();
let table: Table;
beforeAll(async () => (table = await startTable()));
afterAll(() => table.close());

/** A done event; the requests that closing it cost. */
async function done(payload: string, bodyMs: number | undefined) {
  const key = randomUUID();
  const sent: string[] = [];
  const { client, tableName } = table;
  const { inbox, histories } = createStore({
    client: {
      send: (command: { constructor: { name: string } }) => {
        sent.push(command.constructor.name);
        return client.send(command as never);
      },
    } as never,
    tableName,
  });
  const held = { key, owner: 'a', now: NOW };
  await inbox.keep({ ...held, account: 'hubspot', thread: 't', payload, receivedAt: NOW, leaseMs: 1_000 });
  sent.length = 0;
  const kept = await inbox.finish({ ...TOLD, ...held, reply: {}, bodyMs });
  return { kept, cost: [...sent], payload: (now: number) => histories.payload(key, now) };
}

it('a done event’s body goes unless it is to be kept, and closing it costs one request', async () => {
  const { kept, cost, payload } = await done('{"a":1}', undefined);
  expect({ kept, cost }).toEqual({ kept: false, cost: ['UpdateItemCommand'] });
  expect(await payload(NOW)).toBeUndefined();
});

it.each([
  ['small', '{"a":1}'],
  ['packed', JSON.stringify({ text: 'words '.repeat(5_000) })],
])('a %s one is kept for its time and no longer, in one request more', async (_, text) => {
  const { kept, cost, payload } = await done(text, 7 * DAY);
  expect({ kept, cost }).toEqual({ kept: true, cost: ['UpdateItemCommand', 'PutItemCommand'] });
  expect(await payload(NOW + 6 * DAY)).toBe(text);
  expect(await payload(NOW + 8 * DAY)).toBeUndefined();
});

it('one that fills rows of its own is not kept', async () => {
  const { kept, payload } = await done(randomBytes(400_000).toString('base64'), 7 * DAY);
  expect(kept).toBe(false);
  expect(await payload(NOW)).toBeUndefined();
});
