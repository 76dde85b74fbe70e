import CALL from '../../../sandbox/events/call_event.json';
import { newChat, startWorld, talk, type World, type WorldOptions } from './world';

let world: World;
afterEach(() => world.close());

const KEY = { name: 'jivochat_key', hasUniqueValue: true };
const ACTIVITIES = ['notes', 'tasks', 'calls'];

/** An account in which an earlier chat of the visitor has left its note. */
async function startAccount({ keyed, ...options }: WorldOptions & { keyed: boolean }) {
  const settings = { HUBSPOT_PORTAL_ID: '12345678', ...(keyed && { HUBSPOT_ACTIVITY_KEY: KEY.name }) };
  world = await startWorld({ ...options, env: settings });
  if (keyed) for (const type of ACTIVITIES) world.hubspot.defineProperty(type, KEY);
  await world.send(newChat({ email: 'tom@gmail.com' }).finished(talk(2)));
  const chat = newChat({ email: 'tom@gmail.com' });
  await world.send(chat.accepted());
  return chat;
}

/** Requests of the worker's round that mends a finished chat whose note met the fault. */
async function mend(keyed: boolean, fault: 'reset-after' | 'reset-before', options: WorldOptions = {}) {
  const chat = await startAccount({ keyed, ...options });
  world.hubspot.faults.add({ kind: fault, method: 'POST', path: /notes$/ });
  await world.send(chat.finished(talk(4)));
  world.requests();
  world.clock.offsetMs += 3_600_000;
  expect(await world.retry()).toMatchObject({ done: 1, left: 0 });
  expect(world.hubspot.notes()).toHaveLength(2);
  return world.requests().filter((request) => !request.startsWith('PATCH contacts/'));
}

it.each([
  {
    case: 'the note was made and its answer lost',
    fault: 'reset-after' as const,
    // Whatever brings the contact up to date comes on top.
    without: [/^GET contacts\/\d+$/, /^POST notes\/batch\/read$/, /^PATCH notes\/\d+$/],
    with: [/^POST notes$/, /^PATCH notes\/\d+$/],
  },
  {
    case: 'the note was not made',
    fault: 'reset-before' as const,
    without: [/^GET contacts\/\d+$/, /^POST notes\/batch\/read$/, /^POST notes$/],
    with: [/^POST notes$/],
  },
])('after an attempt in doubt keys save requests: $case', async ({ fault, without, with: keyed }) => {
  const before = await mend(false, fault);
  await world.close();
  const after = await mend(true, fault);
  expect(before.slice(-without.length)).toEqual(
    without.map((words): unknown => expect.stringMatching(words)),
  );
  expect(after.slice(-keyed.length)).toEqual(keyed.map((words): unknown => expect.stringMatching(words)));
  expect(before.length - after.length).toBe(without.length - keyed.length);
});

it('HubSpot may name the holder of a key in its other form', async () => {
  const requests = await mend(true, 'reset-after', { uniqueConflict: 'listed' });
  expect(requests.at(-1)).toMatch(/^PATCH notes\/\d+%3A/);
});

it('a task and a call in doubt are made once', async () => {
  await startAccount({ keyed: true });
  world.hubspot.faults.add({ kind: 'reset-after', method: 'POST', path: /tasks$/ });
  await world.send({
    event_name: 'offline_message',
    offline_message_id: '77',
    message: 'Please call me',
    visitor: { name: 'Tom', email: 'tom@gmail.com' },
  });
  world.clock.offsetMs += 3_600_000;
  expect(await world.retry()).toMatchObject({ done: 1 });
  expect(world.hubspot.tasks()).toHaveLength(1);
  world.hubspot.faults.add({ kind: 'reset-after', method: 'POST', path: /calls$/ });
  await world.send(CALL);
  world.clock.offsetMs += 3_600_000;
  expect(await world.retry()).toMatchObject({ done: 1 });
  expect(world.hubspot.calls()).toHaveLength(1);
  expect(world.hubspot.tasks()[0]!.properties.jivochat_key).toMatch(/^\d+:\[JivoChat offline message 77\]$/);
});

it('without the property the connector looks through the associations, and asks once an hour only', async () => {
  const chat = await startAccount({ keyed: true });
  world.hubspot.undefineProperty('notes', KEY.name);
  world.hubspot.faults.add({ kind: 'reset-after', method: 'POST', path: /notes$/, nth: 2 });
  await world.send(chat.finished(talk(4)));
  world.clock.offsetMs += 1_800_000;
  world.requests();
  expect(await world.retry()).toMatchObject({ done: 1 });
  expect(world.hubspot.notes()).toHaveLength(2);
  expect(world.requests().filter((request) => request === 'POST notes')).toEqual([]);
  expect(
    world.lines.filter(({ message }) => message.startsWith('HubSpot has no such property')),
  ).toHaveLength(1);
});

it('a key that somebody else has costs the key, not the note', async () => {
  const chat = await startAccount({ keyed: true });
  const [contact] = world.hubspot.contacts();
  const marker = `JivoChat chat ${chat.finished([]).chat_id}`;
  world.hubspot.seed('notes', { hs_timestamp: '1', jivochat_key: `${contact!.id}:[${marker}]` });
  await world.send(chat.finished(talk(4)));
  expect(world.hubspot.notes()).toHaveLength(3);
});
