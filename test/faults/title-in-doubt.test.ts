import { newChat, startWorld } from '../e2e/hubspot/world';
import { startPipedriveWorld } from '../e2e/pipedrive/world';

/** A CRM whose new records have an object for the title beside them. */
interface TitleWorld {
  send(event: unknown): Promise<unknown>;
  retry(): Promise<unknown>;
  clock: { offsetMs: number };
  /** The person is made, and nobody learns it. */
  loseTheAnswer(): void;
  people(): number;
  titles(): string[];
  close(): Promise<void>;
}

const WORLDS: Record<string, () => Promise<TitleWorld>> = {
  async hubspot() {
    const env = {
      HUBSPOT_TITLE_OBJECT: 'deal',
      HUBSPOT_DEAL_PIPELINE: 'default',
      HUBSPOT_DEAL_STAGE: 'appointmentscheduled',
    };
    const world = await startWorld({ env });
    const begun = world.hubspot.contacts().length;
    return {
      ...world,
      loseTheAnswer: () =>
        world.hubspot.faults.add({ kind: 'reset-after', method: 'POST', path: /contacts$/ }),
      people: () => world.hubspot.contacts().length - begun,
      titles: () => world.hubspot.deals().map(({ properties }) => properties.dealname ?? ''),
    };
  },
  async pipedrive() {
    const world = await startPipedriveWorld();
    return {
      ...world,
      loseTheAnswer: () =>
        world.pipedrive.faults.add({ kind: 'reset-after', method: 'POST', path: /persons$/ }),
      people: () => world.pipedrive.persons().length,
      titles: () => world.pipedrive.leads().map(({ title }) => title),
    };
  },
};

let world: TitleWorld;
afterEach(() => world.close());

describe.each(Object.entries(WORLDS))('%s', (_name, start) => {
  it('a record whose making was cut off gets its title all the same, once', async () => {
    world = await start();
    const before = world.titles().length;
    const chat = newChat({ email: 'tom@example.com', name: 'Tom' });
    world.loseTheAnswer();
    await world.send(chat.accepted());
    for (let round = 0; round < 3; round++) {
      world.clock.offsetMs += 600_000;
      await world.retry();
    }
    await world.send(chat.updated({ phone: '+14155552671' }));
    expect(world.people()).toBe(1);
    expect(world.titles().slice(before)).toEqual([`JivoChat #${chat.number} - Tom`]);
  });

  it('somebody who was there before gets none', async () => {
    world = await start();
    const before = world.titles().length;
    await world.send(newChat({ email: 'tom@example.com', name: 'Tom' }).accepted());
    world.clock.offsetMs += 600_000;
    await world.retry();
    const chat = newChat({ phone: '+14155552671', email: 'tom@example.com' });
    world.loseTheAnswer();
    await world.send(chat.offline('Hello?'));
    expect(world.titles().slice(before)).toHaveLength(1);
  });
});
