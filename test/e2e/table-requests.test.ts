import { createStore } from '../../store/store';
import { newChat, startWorld, talk, type World } from './hubspot/world';

/** What stands between JivoChat and the reply besides the CRM: docs/performance.md. */
let world: World;
let requests: string[];
/** Writes that name the keys of the index `history`: each costs a write unit more. */
let indexed: number;
/** What DynamoDB charges for the rows written; each is a kilobyte at most. Indexes are not counted by the local engine. */
let units: number;

interface Capacity {
  CapacityUnits: number;
}

beforeAll(async () => {
  world = await startWorld({
    wrapStore: ({ client, tableName }) => {
      const send = async (command: { constructor: { name: string }; input: object }) => {
        // The account's health is looked at every five seconds, whatever the events.
        if (!JSON.stringify(command.input).includes('health#')) requests.push(command.constructor.name);
        const writes = /Put|Update|BatchWrite/.test(command.constructor.name);
        if (writes && JSON.stringify(command.input).includes('history#')) indexed++;
        Object.assign(command.input, { ReturnConsumedCapacity: 'TOTAL' });
        const output = (await client.send(command as never)) as {
          ConsumedCapacity?: Capacity | Capacity[];
        };
        for (const { CapacityUnits } of [output.ConsumedCapacity ?? []].flat())
          if (writes) units += CapacityUnits;
        return output;
      };
      return createStore({ client: { send } as never, tableName });
    },
  });
  requests = [];
  indexed = 0;
  await world.send(newChat().accepted());
});
afterAll(() => world.close());

async function costOf(event: object): Promise<number> {
  requests = [];
  indexed = 0;
  units = 0;
  await world.send(event);
  // The history's index costs one write unit an event (docs/performance.md), and the history no request.
  expect(indexed).toBe(1);
  return requests.length;
}

it('a new person costs a lease for each way to them, and one request for all rows', async () => {
  const chat = newChat({ email: 'new@example.com', phone: '+14155550100' });
  expect(await costOf(chat.accepted())).toBe(8);
  expect(requests.filter((name) => name === 'BatchWriteItemCommand')).toHaveLength(1);
  expect(units).toBe(10);
});

it('a new person with two ways to them costs seven requests', async () => {
  const chat = newChat({ email: 'two-ways@example.com' });
  expect(await costOf(chat.accepted())).toBe(7);
});

it('no request without conditions is begun that Lambda might stop and send later', async () => {
  world.restart({ REPLY_DEADLINE_MS: '1000' });
  await costOf(newChat({ email: 'in-time@example.com' }).accepted());
  expect(requests).not.toContain('BatchWriteItemCommand');
  world.restart();
});

it('a known person costs five requests, at whatever event', async () => {
  const before = newChat({ email: 'known@example.com', phone: '+14155550101' });
  await world.send(before.accepted());
  await world.send(before.finished(talk(2)));
  const { number } = before;
  const chat = newChat({ email: 'known@example.com', phone: '+14155550101', number });
  expect(await costOf(chat.accepted())).toBeLessThanOrEqual(5);
  expect(units).toBeLessThanOrEqual(4);
  expect(await costOf(chat.updated())).toBeLessThanOrEqual(5);
  expect(units).toBeLessThanOrEqual(4);
  expect(await costOf(chat.finished(talk(3)))).toBeLessThanOrEqual(7);
  expect(units).toBeLessThanOrEqual(5);
  const emails = world.hubspot.contacts().map(({ properties }) => properties.email);
  expect(emails.filter((email) => email === 'known@example.com')).toHaveLength(1);
});

it('what is new of a known person is written with their rows held', async () => {
  const before = newChat({ email: 'grows@example.com' });
  await world.send(before.accepted());
  const chat = newChat({ email: 'grows@example.com', phone: '+14155550102', number: before.number });
  const { reply } = await world.send(chat.accepted());
  expect(reply.contact_info).toMatchObject({ phone: '+14155550102' });
  const again = newChat({ phone: '+14155550102' });
  const { reply: known } = await world.send(again.accepted());
  expect(known.crm_link).toBe(reply.crm_link);
});
