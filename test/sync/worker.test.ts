import { newChat, startWorld, type World } from '../e2e/hubspot/world';

let world: World;
beforeEach(async () => {
  world = await startWorld({ env: { HUBSPOT_PORTAL_ID: '12345678' } });
});
afterEach(() => world.close());

const LATER_MS = 3_600_000;
/** Where the CRM hangs, so that the test does not wait for long. */
const SHORT = { REPLY_DEADLINE_MS: '1500' };
const busy = { kind: 'locked', times: Infinity } as const;
const down = { kind: 'server-error', status: 503, times: Infinity } as const;

async function backlog(size: number, fault: typeof busy | typeof down = busy): Promise<void> {
  world.hubspot.faults.add(fault);
  const chats = Array.from({ length: size }, (_, n) => newChat({ email: `${n}@example.com` }));
  await Promise.all(chats.map((chat) => world.send(chat.accepted())));
  world.clock.offsetMs += LATER_MS;
  world.requests();
}

it('a CRM that refuses one event after the other is left alone until the next round', async () => {
  await backlog(4);
  expect(await world.retry()).toEqual({ done: 0, failed: 3, parked: 0, left: 4 });
});

it('the round after it is back takes the whole backlog', async () => {
  await backlog(4);
  world.hubspot.faults.clear();
  expect(await world.retry()).toEqual({ done: 4, failed: 0, parked: 0, left: 0 });
  expect(world.hubspot.contacts()).toHaveLength(4);
});

it('what has failed for three days is parked', async () => {
  await backlog(1);
  world.clock.offsetMs += 3 * 24 * LATER_MS;
  expect(await world.retry()).toEqual({ done: 0, failed: 0, parked: 1, left: 0 });
});

it('two workers side by side do nothing twice', async () => {
  await backlog(6);
  world.hubspot.faults.clear();
  const rounds = await Promise.all([world.retry(), world.retry()]);
  expect(rounds[0].done + rounds[1].done).toBe(6);
  expect(world.requests().filter((request) => request === 'POST contacts')).toHaveLength(6);
});

it('several chats are worked off side by side, the events of one chat one after the other', async () => {
  world.hubspot.faults.add(busy);
  const chats = Array.from({ length: 6 }, (_, n) => newChat({ email: `${n}@example.com` }));
  await Promise.all(
    chats.map(async (chat) => {
      await world.send(chat.accepted());
      await world.send(chat.updated({ name: 'Tom' }));
    }),
  );
  world.clock.offsetMs += LATER_MS;
  world.hubspot.faults.clear();
  world.hubspot.faults.add({ kind: 'delay', ms: 100, times: Infinity });
  world.requests();
  expect(await world.retry()).toEqual({ done: 12, failed: 0, parked: 0, left: 0 });
  // One after the other, every chat's requests would end before the next one's begin.
  const { requests } = world.hubspot;
  const of = (n: number) =>
    requests.flatMap((request, at) => (JSON.stringify(request).includes(`${n}@example.com`) ? [at] : []));
  const overlapping = chats.filter((_, n) => {
    const own = of(n);
    return own.at(-1)! - own[0]! > own.length - 1;
  });
  expect(overlapping.length).toBeGreaterThanOrEqual(3);
  expect(world.hubspot.contacts().map(({ properties }) => properties.firstname)).toEqual(
    Array.from({ length: 6 }, () => 'Tom'),
  );
});

it('the later events of a chat wait for the one that failed', async () => {
  const chat = newChat({ email: 'tom@example.com' });
  world.hubspot.faults.add(busy);
  await world.send(chat.accepted());
  await world.send(chat.updated({ name: 'Tom' }));
  world.clock.offsetMs += LATER_MS;
  expect(await world.retry()).toEqual({ done: 0, failed: 1, parked: 0, left: 2 });
});

it('a backlog longer than one page is worked off in one round', async () => {
  const { store } = world.table;
  const now = Date.now();
  await Promise.all(
    Array.from({ length: 230 }, (_, n) =>
      store.inbox.keep({
        key: `event-${n}`,
        account: 'hubspot',
        thread: `chat-${n % 40}`,
        payload: JSON.stringify({ ...newChat().accepted(), visitor: { number: String(n) } }),
        receivedAt: now,
        now,
        owner: 'gone',
        leaseMs: 1,
      }),
    ),
  );
  world.clock.offsetMs += LATER_MS;
  expect(await world.retry()).toEqual({ done: 230, failed: 0, parked: 0, left: 0 });
}, 120_000);

describe('a CRM that is down', () => {
  it('is asked by nobody once five attempts have failed; the agents are answered at once', async () => {
    await backlog(8, down);
    const known = newChat({ email: '0@example.com' });
    world.clock.offsetMs -= LATER_MS;
    const { reply, status } = await world.send(known.accepted());
    expect({ status, result: reply.result }).toEqual({ status: 200, result: 'ok' });
    expect(world.requests()).toEqual([]);
  });

  it('is probed by one event of the worker, and by no more while it is still down', async () => {
    await backlog(8, down);
    expect(await world.retry()).toEqual({ done: 0, failed: 1, parked: 0, left: 8 });
    const { length } = world.requests();
    expect(length).toBeLessThanOrEqual(3);
    expect(await world.retry()).toEqual({ done: 0, failed: 0, parked: 0, left: 8 });
    expect(world.requests()).toEqual([]);
  });

  it('is probed by one of many instances at once', async () => {
    await backlog(8, down);
    world.hubspot.faults.clear();
    world.hubspot.faults.add({ kind: 'hang', times: Infinity });
    const instances = Array.from({ length: 4 }, () => world.restart(SHORT));
    await Promise.all(
      instances.map(({ handler }, n) =>
        world.send(newChat({ email: `probe-${n}@example.com` }).accepted(), handler),
      ),
    );
    expect(world.requests()).toHaveLength(1);
  });

  it('is back with the first answer, for every instance', async () => {
    await backlog(8, down);
    world.hubspot.faults.clear();
    world.restart();
    expect(await world.retry()).toEqual({ done: 8, failed: 0, parked: 0, left: 0 });
    world.restart();
    const { reply } = await world.send(newChat({ email: 'new@example.com' }).accepted());
    expect(reply.crm_link).toBeDefined();
  });

  it('is not one that fails at one thing and answers another', async () => {
    world.hubspot.faults.add({ ...down, method: 'POST', path: /contacts$/ });
    const chats = Array.from({ length: 8 }, (_, n) => newChat({ email: `${n}@example.com` }));
    await Promise.all(chats.map((chat) => world.send(chat.accepted())));
    world.hubspot.faults.clear();
    const { reply } = await world.send(newChat({ email: 'new@example.com' }).accepted());
    expect(reply.crm_link).toBeDefined();
  });

  it('that is only slow for one agent is not taken for down', async () => {
    world.restart(SHORT);
    world.hubspot.faults.add({ kind: 'hang', times: 8 });
    const chats = Array.from({ length: 8 }, (_, n) => newChat({ email: `${n}@example.com` }));
    await Promise.all(chats.map((chat) => world.send(chat.accepted())));
    world.restart();
    const { reply } = await world.send(newChat({ email: 'new@example.com' }).accepted());
    expect(reply.crm_link).toBeDefined();
  });
});

describe('a CRM over its limit', () => {
  it('is left alone by the worker for as long as it asked, whoever heard it', async () => {
    world.hubspot.faults.add({ kind: 'rate-limit', policy: 'DAILY' });
    await world.send(newChat({ email: 'tom@example.com' }).accepted());
    world.hubspot.faults.add({ ...busy, times: 3 });
    await world.send(newChat({ email: 'tim@example.com' }).accepted());
    world.requests();
    // Tim's event has been due for long.
    world.clock.offsetMs += LATER_MS / 2;
    world.restart();
    expect(await world.retry()).toMatchObject({ done: 0, left: 2 });
    expect(world.requests()).toEqual([]);
    world.clock.offsetMs += LATER_MS;
    expect(await world.retry()).toMatchObject({ done: 2, left: 0 });
  });

  it('still takes the chats in which an agent waits', async () => {
    world.hubspot.faults.add({ kind: 'rate-limit', policy: 'TEN_SECONDLY_ROLLING', retryAfterSeconds: 600 });
    await world.send(newChat({ email: 'tom@example.com' }).accepted());
    const { reply } = await world.send(newChat({ email: 'tim@example.com' }).accepted());
    expect(reply.crm_link).toBeDefined();
  });
});
