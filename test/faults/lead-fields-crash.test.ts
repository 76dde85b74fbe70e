import { newChat, startWorld, talk, type World } from '../e2e/hubspot/world';
import { startPipedriveWorld, type PipedriveWorld } from '../e2e/pipedrive/world';
import { runAndKill } from './kit/killed-child';

const OWNER = '41629779';
const PAGE = 'https://shop.example.com/pricing';
/** After this, what a chat has told is due. */
const DUE_MS = 600_000;
/** `npm run test:faults` kills at every moment, `npm test` at some. */
const STEP = process.env.ALL_FAULTS ? 1 : 6;
/** The dead process' leases have run out, and a failure's pause is over. */
const LATER_MS = 3_600_000;

let world: World | PipedriveWorld;
afterEach(() => world.close());

/** A chat that was never finished, whose lead fields wait in its link. @returns the contact's id. */
async function waiting(hubspot: World, number: number): Promise<string> {
  const email = `waits-${number}@example.com`;
  const id = hubspot.hubspot.seedContact({ email, hubspot_owner_id: OWNER });
  await hubspot.send(newChat({ email }).accepted());
  return id;
}

/** A round that is killed at this moment, and the next one. @returns the moments there were; undefined when it was killed. */
async function killedRound(of: World | PipedriveWorld, killAt: number): Promise<number | undefined> {
  of.clock.offsetMs += DUE_MS;
  const clockOffsetMs = of.clock.offsetMs;
  const ended = await runAndKill(of.env, {}, killAt, { bundle: 'retry', clockOffsetMs });
  of.clock.offsetMs += LATER_MS;
  of.restart();
  expect(await of.retry()).toEqual({ done: 0, failed: 0, parked: 0, left: 0 });
  return ended?.moments;
}

it('the worker is killed in the middle of writing a chat’s lead fields: the next round writes them, once', async () => {
  const hubspot = (world = await startWorld());
  let moments: number | undefined;
  for (let killAt = 1; moments === undefined; killAt += STEP) {
    const id = await waiting(hubspot, killAt);
    moments = await killedRound(world, killAt);
    const contact = hubspot.hubspot.contacts().find((each) => each.id === id)!;
    expect({ killAt, page: contact.properties.jivochat_page }).toEqual({ killAt, page: PAGE });
    world.clock.offsetMs += LATER_MS;
    world.requests();
    await world.retry();
    expect(world.requests()).toEqual([]);
  }
  // The worker's own requests to table and CRM.
  expect(moments).toBeGreaterThan(8);
}, 180_000);

it('the worker is killed in the middle of making a chat’s lead: the chat’s next event or round makes it, once', async () => {
  const pipedrive = (world = await startPipedriveWorld());
  const leads = () => pipedrive.pipedrive.leads().map(({ title }) => title);
  let moments: number | undefined;
  for (let killAt = 1; moments === undefined; killAt += STEP) {
    const email = `waits-${killAt}@example.com`;
    const chat = newChat({ email });
    await pipedrive.send(chat.accepted());
    const before = leads().length;
    moments = await killedRound(pipedrive, killAt);
    await pipedrive.send(chat.finished(talk(2), { name: 'Tom' }));
    expect({ killAt, made: leads().slice(before) }).toEqual({
      killAt,
      made: [`JivoChat #${chat.number} - ${email}`],
    });
  }
  expect(moments).toBeGreaterThan(6);
}, 180_000);
