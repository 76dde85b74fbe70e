import fc from 'fast-check';
import { newChat, talk } from '../hubspot/world';
import { ALL_WORLDS, COMPANY_WORLDS, type CompanyWorld } from './worlds';

let world: CompanyWorld;
afterEach(() => world.close());

const FILE = 'rules: [{ name: talk first, then: { create: { messages: 3, minutes: 1 } } }]';
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const pass = (ms: number) => void (world.clock.offsetMs += ms);
const leads = (email = 'held@example.org') => world.leads().filter((lead) => lead.email === email).length;
const chat = () => newChat({ email: 'held@example.org', name: 'Tom' });
const summary = () => world.deps().store.queues.summary(world.account);

describe.each(ALL_WORLDS)('a chat that a rule holds back, with %s', (_, start) => {
  beforeEach(async () => {
    world = await start(FILE);
  });

  it('is a lead when the minute has passed and nothing more came, once', async () => {
    const { reply } = await world.send(chat().accepted());
    expect(reply).toMatchObject({ result: 'ok', enable_assign: true });
    pass(50 * SECOND);
    await world.retry();
    expect(leads()).toBe(0);
    // It waits for its time: nobody is late with it.
    expect(world.deps().now() - (await summary()).oldestAt!).toBeLessThanOrEqual(0);
    pass(11 * SECOND);
    await Promise.all([world.retry(), world.retry()]);
    await world.retry();
    expect(leads()).toBe(1);
    expect(await summary()).toMatchObject({ pending: 0, parked: 0 });
  });

  it('is one lead with all that its events told', async () => {
    const held = chat();
    await world.send(held.accepted({ email: null, phone: '+14155550142' }));
    pass(20 * SECOND);
    await world.send(held.updated({ phone: '+14155550142' }));
    pass(45 * SECOND);
    await world.retry();
    expect(leads()).toBe(1);
    await world.send(held.finished(talk(6)));
    await world.retry();
    expect(world.leads()).toHaveLength(1);
    expect(world.notes()).toHaveLength(1);
    expect(JSON.stringify(world.leads()[0]!.fields)).toContain('+14155550142');
  });
});

describe.each(COMPANY_WORLDS)('a chat that a rule holds back, with %s', (_, start) => {
  beforeEach(async () => {
    world = await start(FILE);
  });

  it.each([
    ['that ends too short for the rule is no lead', 30 * SECOND, 2, 0],
    ['that ends with enough messages is one', 30 * SECOND, 6, 1],
    ['that ends after the minute is one', 70 * SECOND, 2, 1],
  ])('%s', async (_case, after, messages, expected) => {
    const held = chat();
    await world.send(held.accepted());
    pass(after);
    await world.send(held.finished(talk(messages)));
    pass(5 * MINUTE);
    await world.retry();
    await world.retry();
    expect(leads()).toBe(expected);
    expect(await summary()).toMatchObject({ pending: 0, parked: 0 });
  });

  it('is asked of the rules as they are when its time comes', async () => {
    await world.send(chat().accepted());
    await world.use('rules: [{ name: none, then: { create: never } }]');
    pass(61 * SECOND);
    await world.retry();
    expect(leads()).toBe(0);
    expect(await summary()).toMatchObject({ pending: 0 });
  });

  it.each(['postpone', 'finish'] as const)('a crash before %s loses and doubles nothing', async (step) => {
    const { inbox } = world.deps().store;
    const crashing = jest.spyOn(inbox, step).mockRejectedValueOnce(new Error('the process ends here'));
    await world.send(chat().accepted());
    for (let round = 0; round < 4; round++) {
      pass(61 * SECOND);
      await world.retry();
    }
    expect(crashing).toHaveBeenCalled();
    expect(leads()).toBe(1);
    expect(await summary()).toMatchObject({ pending: 0, parked: 0 });
  });

  it('a chat that goes on after its end counts on', async () => {
    const held = chat();
    await world.send(held.accepted());
    pass(20 * SECOND);
    await world.send(held.finished(talk(2)));
    pass(20 * SECOND);
    await world.send(held.updated({ name: 'Tom Again' }));
    pass(25 * SECOND);
    await world.retry();
    expect(leads()).toBe(1);
  });
});

/** As many stories as there is time for in every test run; more with ALL_STORIES=1. */
const STORIES = process.env.ALL_STORIES ? 200 : 8;

const step = fc.oneof(
  fc.record({ do: fc.constantFrom('update', 'retry', 'repeat', 'crash') }),
  fc.record({ do: fc.constant('finish'), messages: fc.constantFrom(2, 6) }),
);
const story = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), step), { minLength: 1, maxLength: 7 });
type Step = { do: string; messages?: number };

it('whatever happens meanwhile, it is one lead when the chat was long enough, and none when not', async () => {
  const [[, start]] = COMPANY_WORLDS as [(typeof COMPANY_WORLDS)[number]];
  world = await start(FILE);
  const { inbox } = world.deps().store;
  const seed = process.env.ALL_STORIES ? undefined : 20_261_125;
  for (const [index, steps] of fc.sample(story, { numRuns: STORIES, seed }).entries()) {
    const email = `story${index}@example.org`;
    const held = newChat({ email });
    const told = { seconds: 0, ended: false, isLead: false };
    const events = [held.accepted()] as object[];
    await world.send(events[0]);
    for (const [seconds, { do: what, messages = 2 }] of steps as [number, Step][]) {
      pass(seconds * SECOND);
      told.seconds += seconds;
      if (what === 'crash') jest.spyOn(inbox, 'postpone').mockRejectedValueOnce(new Error('ends here'));
      if (what === 'retry') await world.retry();
      if (what === 'repeat') await world.send(events.at(-1));
      if (what === 'update') events.push(held.updated({ name: `Tom ${told.seconds}` }));
      if (what === 'finish') events.push(held.finished(talk(messages), {}, { at: told.seconds }));
      if (what === 'update' || what === 'finish') await world.send(events.at(-1));
      if (what === 'finish') told.isLead ||= messages > 4 || told.seconds >= 60;
      if (what === 'finish' || what === 'update') told.ended = what === 'finish';
      if (told.seconds >= 60 && what !== 'crash' && !told.ended) told.isLead = true;
    }
    jest.restoreAllMocks();
    told.isLead ||= !told.ended;
    for (let round = 0; round < 3; round++) {
      pass(2 * MINUTE);
      await world.retry();
    }
    const expected = told.isLead ? 1 : 0;
    expect({ steps, leads: leads(email) }).toEqual({ steps, leads: expected });
    expect(await summary()).toMatchObject({ pending: 0, parked: 0 });
  }
}, 600_000);
