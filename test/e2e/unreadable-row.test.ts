import { linkKey } from '../../store/links';
import { newChat, startWorld, talk, type World } from './hubspot/world';

const HOUR_MS = 3_600_000;
const PHONE = '+14155550142';
/** Of a row whose data is packed. */
const PACKED = 2;
let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const setVersion = (key: string, version: number) =>
  world.table.rows.update('write as a newer version', key, {
    assign: ['#data.#version = :version'],
    values: { version },
  });
const parked = () => world.table.store.queues.parked({ account: 'hubspot', limit: 10 });

async function rounds(count: number): Promise<void> {
  for (let round = 0; round < count; round++) {
    world.clock.offsetMs += HOUR_MS;
    await world.retry();
  }
}

it('a thread whose row a newer version wrote waits for a person, who is told which row; then it goes on', async () => {
  const chat = newChat({ email: 'newer@example.com' });
  const key = linkKey('hubspot', 'thread', `NRQ4JbEW7J:${chat.chatId}`);
  await world.send(chat.accepted());
  await setVersion(key, 9);
  const { status, reply } = await world.send(chat.updated({ phone: PHONE }));
  expect({ status, result: reply.result }).toEqual({ status: 200, result: 'ok' });
  expect(JSON.stringify(reply)).toContain('the chat is kept and tried again');
  await rounds(5);
  const [event] = await parked();
  expect(event!.failure!.message).toBe(
    `store: read thread: the row ${key} cannot be read: it is of version 9, this program reads 1`,
  );
  await setVersion(key, PACKED);
  await world.table.store.queues.replay({ key: event!.key, now: 0 });
  expect(await world.retry()).toMatchObject({ done: 1, left: 0 });
  expect(world.hubspot.contacts().filter(({ properties }) => properties.phone === PHONE)).toHaveLength(1);
});

it('the number of a caller, which names the row, is told to nobody', async () => {
  const chat = newChat({ phone: PHONE });
  const ring = chat.call({ type: 'incoming', phone: PHONE, status: 'client_connected' });
  const { chat_id: _none, ...call } = ring;
  await world.send(call);
  await setVersion(linkKey('hubspot', 'thread', `NRQ4JbEW7J:call:${PHONE}`), 9);
  await world.send({ ...call, call: { ...call.call, duration: 60 } });
  await rounds(5);
  const [event] = await parked();
  expect(event!.failure!.message).toContain('of version 9');
  expect(JSON.stringify([event!.failure, world.lines])).not.toContain(PHONE.slice(1));
});

it('the others of the round are done', async () => {
  const chat = newChat({ email: 'other@example.com' });
  await world.send(chat.finished(talk(2)));
  expect(
    world.hubspot.notes().filter(({ properties }) => properties.hs_note_body?.includes(String(chat.chatId))),
  ).toHaveLength(1);
});
