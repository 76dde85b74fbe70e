import { linkKey } from '../../store/links';
import { createStore } from '../../store/store';
import { newChat, startWorld, talk, type World } from '../e2e/hubspot/world';

let world: World;
afterEach(() => world.close());

const env = { HUBSPOT_PORTAL_ID: '12345678', REPLY_DEADLINE_MS: '1500' };

it('a note whose answer was lost is not made again: the next event of the chat looks for it', async () => {
  world = await startWorld({ env });
  const chat = newChat({ email: 'tom@example.com' });
  await world.send(chat.accepted());
  world.hubspot.faults.add({ kind: 'reset-after', method: 'POST', path: /notes$/ });
  await world.send(chat.finished(talk(2)));
  // Not the lost event itself, which the worker would look into anyway.
  await world.send(chat.finished(talk(6)));
  expect(world.hubspot.notes()).toHaveLength(1);
});

it('a note whose answer was lost is not made again, although an event in between was done', async () => {
  world = await startWorld({ env });
  const chat = newChat({ email: 'tom@example.com' });
  await world.send(chat.accepted());
  world.hubspot.faults.add({ kind: 'reset-after', method: 'POST', path: /notes$/ });
  await world.send(chat.finished(talk(2)));
  await world.send(chat.updated({ description: 'interested' }));
  await world.send(chat.finished(talk(6)));
  expect(world.hubspot.notes()).toHaveLength(1);
});

it('a note whose answer was lost is not made again, although an event in between failed for another reason', async () => {
  world = await startWorld({ env });
  const chat = newChat({ email: 'tom@example.com' });
  await world.send(chat.accepted());
  world.hubspot.faults.add({ kind: 'reset-after', method: 'POST', path: /notes$/ });
  await world.send(chat.finished(talk(2)));
  world.hubspot.faults.add({ kind: 'rate-limit', policy: 'TEN_SECONDLY_ROLLING' });
  await world.send(chat.finished(talk(4)));
  await world.send(chat.finished(talk(6)));
  expect(world.hubspot.notes()).toHaveLength(1);
});

describe('a contact with a phone only, whose making was not answered and which the search does not show yet', () => {
  const SHOWN_AFTER_MS = 30_000;
  const phone = '+14155552671';

  it.each([
    { who: 'the next event of the chat', other: false },
    { who: 'another chat of the person', other: true },
  ])('is not made again: $who waits until the search shows it', async ({ other }) => {
    world = await startWorld({ env, properties: false, searchLagMs: SHOWN_AFTER_MS });
    const chat = newChat({ phone });
    world.hubspot.faults.add({ kind: 'reset-after', method: 'POST', path: /contacts$/ });
    await world.send(chat.accepted());
    world.clock.offsetMs += 5_000;
    await world.send((other ? newChat({ phone }) : chat).finished(talk(2)));
    expect(world.hubspot.contacts()).toHaveLength(1);
    for (let round = 0; round < 4; round++) {
      world.clock.offsetMs += 20_000;
      await world.retry();
    }
    world.clock.offsetMs += 60_000;
    expect(await world.retry()).toMatchObject({ left: 0 });
    expect(world.hubspot.contacts()).toHaveLength(1);
    expect(world.hubspot.notes()).toHaveLength(1);
  });

  it('is not waited for by somebody whose e-mail HubSpot keeps unique', async () => {
    world = await startWorld({ env, properties: false, searchLagMs: SHOWN_AFTER_MS });
    const chat = newChat({ phone, email: 'tom@example.com' });
    world.hubspot.faults.add({ kind: 'reset-after', method: 'POST', path: /contacts$/ });
    await world.send(chat.accepted());
    const { reply } = await world.send(chat.updated({ description: 'in a hurry' }));
    expect(reply.crm_link).toMatch(/0-1/);
    expect(world.hubspot.contacts()).toHaveLength(1);
  });

  it.each([
    { whose: 'an e-mail of another attempt', visitor: { phone, email: 'tim@example.com' } },
    { whose: 'an e-mail HubSpot refuses', visitor: { phone, email: 'tom@@example' } },
  ])('is waited for by somebody with $whose', async ({ visitor }) => {
    world = await startWorld({ env, searchLagMs: SHOWN_AFTER_MS });
    await world.send(newChat({ email: 'first@example.com' }).finished(talk(2)));
    const refuses = visitor.email === 'tom@@example';
    world.hubspot.faults.add({
      kind: 'reset-after',
      method: 'POST',
      path: /contacts$/,
      nth: refuses ? 2 : 1,
    });
    await world.send(newChat(refuses ? visitor : { phone }).accepted());
    await world.send(newChat(visitor).accepted());
    expect(world.hubspot.contacts()).toHaveLength(2);
    world.clock.offsetMs += 3_600_000;
    expect(await world.retry()).toMatchObject({ left: 0 });
    expect(world.hubspot.contacts()).toHaveLength(2);
  });
});

it('an event that only waited for another one is not in doubt: it is worked off at once afterwards', async () => {
  world = await startWorld({ env, properties: false });
  const { links } = world.table.store;
  const held = { key: linkKey('hubspot', 'phone', '+14155552671'), owner: 'another' };
  await links.acquire({ keys: [held.key], owner: held.owner, now: Date.now(), leaseMs: 60_000 });
  await world.send(newChat({ phone: '+14155552671' }).accepted());
  await links.release(held);
  world.clock.offsetMs += 6_000;
  expect(await world.retry()).toMatchObject({ done: 1, left: 0 });
  expect(world.hubspot.contacts()).toHaveLength(1);
});

it.each([
  [2_400, 2_400],
  [7_200, 3_600],
])('Retry-After is honoured up to an hour: %d seconds', async (asked, waited) => {
  world = await startWorld({ env });
  world.hubspot.faults.add({ kind: 'rate-limit', policy: 'TEN_SECONDLY_ROLLING', retryAfterSeconds: asked });
  await world.send(newChat({ email: 'tom@example.com' }).accepted());
  const [due] = await world.table.store.queues.due({
    account: 'hubspot',
    now: Number.MAX_SAFE_INTEGER,
    limit: 1,
  });
  const waitedMs = due!.dueAt - due!.receivedAt;
  expect(waitedMs).toBeGreaterThan((waited - 10) * 1_000);
  // Some jitter, and the event's own time on a busy machine.
  expect(waitedMs).toBeLessThan((waited + 300) * 1_000);
});

it('an event is brought to the CRM although the table is away', async () => {
  const table = { away: false };
  world = await startWorld({
    env,
    wrapStore: ({ client, tableName }) => {
      const send = (command: never) =>
        table.away ? Promise.reject(new Error('ECONNREFUSED')) : client.send(command);
      return createStore({ client: { send }, tableName });
    },
  });
  table.away = true;
  const { status, reply } = await world.send(newChat({ email: 'tom@example.com' }).accepted());
  expect({ status, result: reply.result }).toEqual({ status: 200, result: 'ok' });
  expect(world.hubspot.contacts()).toHaveLength(1);
});

it('requests still out at the deadline are ended, and the event is put back before the agent is answered', async () => {
  world = await startWorld({ env });
  world.hubspot.faults.add({ kind: 'hang', times: Infinity });
  await world.send(newChat({ email: 'tom@example.com' }).accepted());
  const [due] = await world.table.store.queues.due({
    account: 'hubspot',
    now: Number.MAX_SAFE_INTEGER,
    limit: 1,
  });
  expect(due!.failure!.message).toContain('stopped at the deadline');
});

it('a chat linked by hand whose first attempt failed half way is not taken for done', async () => {
  world = await startWorld({ env });
  const other = world.hubspot.seed('contacts', { email: 'other@example.com' });
  const chat = newChat({ email: 'tom@example.com', name: 'Tom Clifton' });
  await world.send(chat.accepted());
  world.hubspot.faults.add({ kind: 'rate-limit', retryAfterSeconds: 20, method: 'PATCH' });
  await world.send(chat.assigned(`https://app.hubspot.com/contacts/12345678/record/0-1/${other}`));
  world.clock.offsetMs += 3_600_000;
  expect(await world.retry()).toMatchObject({ done: 1, left: 0 });
  const linked = world.hubspot.contacts().find(({ id }) => id === other);
  expect(linked!.properties.firstname).toBe('Tom');
});
