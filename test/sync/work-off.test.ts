import { newChat, startWorld, type World } from '../world/world';

let world: World;
beforeEach(async () => {
  world = await startWorld({ env: { HUBSPOT_PORTAL_ID: '12345678', REPLY_DEADLINE_MS: '1000' } });
});
afterEach(() => world.close());

const down = { kind: 'rate-limit', times: Infinity } as const;

async function backlog(size: number): Promise<void> {
  world.hubspot.faults.add(down);
  for (let n = 0; n < size; n++) await world.send(newChat({ email: `${n}@example.com` }).accepted());
  world.clock.offsetMs += 3_600_000;
  world.requests();
}

it('a CRM that is down is probed, not hammered', async () => {
  await backlog(8);
  expect(await world.retry()).toEqual({ done: 0, failed: 3, parked: 0, left: 8 });
});

it('the round after it is back takes the whole backlog', async () => {
  await backlog(8);
  world.hubspot.faults.clear();
  expect(await world.retry()).toEqual({ done: 8, failed: 0, parked: 0, left: 0 });
  expect(world.hubspot.contacts()).toHaveLength(8);
});

it('what has failed for three days is parked', async () => {
  await backlog(1);
  world.clock.offsetMs += 3 * 24 * 3_600_000;
  expect(await world.retry()).toEqual({ done: 0, failed: 0, parked: 1, left: 0 });
});

it('two workers side by side do nothing twice', async () => {
  await backlog(6);
  world.hubspot.faults.clear();
  const rounds = await Promise.all([world.retry(), world.retry()]);
  expect(rounds[0].done + rounds[1].done).toBe(6);
  expect(world.requests().filter((request) => request === 'POST contacts')).toHaveLength(6);
});
