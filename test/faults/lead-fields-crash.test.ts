import { newChat, startWorld, type World } from '../e2e/hubspot/world';
import { runAndKill } from './kit/killed-child';

const OWNER = '41629779';
const PAGE = 'https://shop.example.com/pricing';
/** After this, what a chat has told is due. */
const DUE_MS = 600_000;
/** `npm run test:faults` kills at every moment, `npm test` at some. */
const STEP = process.env.ALL_FAULTS ? 1 : 4;
/** The dead process' leases have run out, and a failure's pause is over. */
const LATER_MS = 3_600_000;

let world: World;
afterEach(() => world.close());

/** A chat that was never finished, whose lead fields wait in its link. @returns the contact's id. */
async function waiting(number: number): Promise<string> {
  const email = `waits-${number}@example.com`;
  const id = world.hubspot.seedContact({ email, hubspot_owner_id: OWNER });
  await world.send(newChat({ email }).accepted());
  return id;
}

it('the worker is killed in the middle of writing a chat’s lead fields: the next round writes them, once', async () => {
  world = await startWorld();
  let moments: number | undefined;
  for (let killAt = 1; moments === undefined; killAt += STEP) {
    const id = await waiting(killAt);
    world.clock.offsetMs += DUE_MS;
    moments = await runAndKill(world.env, {}, killAt, {
      bundle: 'retry',
      clockOffsetMs: world.clock.offsetMs,
    });
    world.clock.offsetMs += LATER_MS;
    world.restart();
    expect(await world.retry()).toEqual({ done: 0, failed: 0, parked: 0, left: 0 });
    const contact = world.hubspot.contacts().find((each) => each.id === id)!;
    expect({ killAt, page: contact.properties.jivochat_page }).toEqual({ killAt, page: PAGE });
    world.clock.offsetMs += LATER_MS;
    world.requests();
    await world.retry();
    expect(world.requests()).toEqual([]);
  }
  // The worker's own requests to table and CRM.
  expect(moments).toBeGreaterThan(8);
}, 180_000);
