import type { RecordSnapshot, SalesforceEmulator } from '../../emulators/salesforce';
import { startSalesforceWorld } from '../e2e/salesforce/world';
import { newChat, startWorld, talk } from '../e2e/hubspot/world';
import { hubspotState } from './kit/crm-state';

const ALL = process.env.ALL_FAULTS !== undefined;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const WARM_UP = newChat({ email: 'warm@example.com' }).offline('Hello');
const person = { email: 'tom@example.com', name: 'Tom Clifton' };

/** What the tests need of a CRM's world. */
interface Place {
  send(event: unknown): Promise<unknown>;
  retryLater(): Promise<unknown>;
  clock: { offsetMs: number };
  /** From now on nothing is taken; call the answer to end that. */
  breakDown(): () => void;
  requests(): string[];
  state(): unknown;
  close(): Promise<void>;
}

const PLACES: Record<string, () => Promise<Place>> = {
  hubspot: async () => {
    // No default owner: it would be the owner of whoever came first, and stay.
    const env = { HUBSPOT_PORTAL_ID: '12345678', HUBSPOT_DEFAULT_OWNER: '' };
    const world = await startWorld({ searchLagMs: 0, env });
    return {
      ...world,
      retryLater: () => {
        world.clock.offsetMs += HOUR_MS;
        return world.retry();
      },
      breakDown: () => {
        world.hubspot.faults.add({ kind: 'locked', times: Infinity });
        return () => world.hubspot.faults.clear();
      },
      state: () => hubspotState(world.hubspot),
    };
  },
  salesforce: async () => {
    const env = { SALESFORCE_DEFAULT_OWNER: '' };
    const world = await startSalesforceWorld({ env });
    return {
      ...world,
      breakDown: () => {
        world.salesforce.faults.add({ kind: 'locked', times: Infinity });
        return () => world.salesforce.faults.clear();
      },
      state: () => salesforceState(world.salesforce),
    };
  },
};

/** Ids, times and days; and the owner, who is in Salesforce always somebody, stays who the first event made it. */
const PASSING =
  /^(Id|CreatedDate|LastModifiedDate|SystemModstamp|LastActivityDate|LastViewedDate|WhoId|CompletedDateTime|OwnerId|ActivityDate)$/;
/** Without a field of its own the title stands in the description, which is the salesperson's once it is written. */
const TITLE_IN_DESCRIPTION = /(?<="Description":"JivoChat #\d+ - )[^\\]+/;

function salesforceState(salesforce: SalesforceEmulator): unknown {
  const lasting = ({ fields }: RecordSnapshot) =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => !PASSING.test(name)));
  return ['Lead', 'Task'].map((object) =>
    salesforce
      .list(object)
      .map((record) => JSON.stringify(lasting(record)).replace(TITLE_IN_DESCRIPTION, '…'))
      .toSorted(),
  );
}

async function stateAfter(
  place: () => Promise<Place>,
  play: (world: Place) => Promise<void>,
): Promise<unknown> {
  const world = await place();
  try {
    // What the connector learns once per deployment is learned.
    await world.send(WARM_UP);
    await play(world);
    return world.state();
  } finally {
    await world.close();
  }
}

const inTurn = (events: readonly unknown[]) => async (world: Place) => {
  for (const event of events) await world.send(event);
};

function orders<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, index) => orders(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

describe.each(Object.entries(PLACES))('%s', (_crm, place) => {
  const chat = newChat();
  const known = { ...person, phone: '+14155552671' };
  const events = [
    chat.accepted({ email: person.email }, { user_token: 'plan=team', department: { id: 1, name: 'Sales' } }),
    chat.updated(person, { topic: { topic_id: 2, title: 'Prices' } }),
    chat.finished(talk(4), known, { tags: [{ id: 3, title: 'hot' }] }),
    chat.finished(talk(8), known),
    chat.clientUpdated(known),
  ];
  const tried = orders([0, 1, 2, 3, 4]).filter((_, index) => ALL || index % 17 === 16);

  let inOrder: unknown;
  beforeAll(async () => {
    inOrder = await stateAfter(place, inTurn(events));
  });

  it.each(tried.map((order) => [order.join(' '), order] as const))(
    'one visitor’s events in the order %s end in the same CRM state',
    async (_name, order) => {
      expect(await stateAfter(place, inTurn(order.map((index) => events[index])))).toEqual(inOrder);
    },
  );

  it('the same events again after a day change nothing', async () => {
    const again = async (world: Place) => {
      await inTurn(events)(world);
      world.clock.offsetMs += DAY_MS;
      await inTurn(events)(world);
    };
    expect(await stateAfter(place, again)).toEqual(inOrder);
  });

  it('an event that was put off, worked off after a newer one, ends as if it had come in time', async () => {
    const story = [
      chat.accepted({ ...person, name: 'Thomas Klifton' }),
      chat.updated(
        { ...known, name: 'Thomas Klifton' },
        {
          page: { url: 'https://shop.example.com/old', title: 'Old' },
          topic: { topic_id: 1, title: 'Old topic' },
          department: { id: 1, name: 'Only here' },
        },
      ),
      chat.updated(known, { topic: { topic_id: 2, title: 'New topic' } }),
      chat.finished(talk(6), known),
    ];
    const inTime = await stateAfter(place, inTurn(story));
    const late = async (world: Place) => {
      await world.send(story[0]);
      const mend = world.breakDown();
      await world.send(story[1]);
      mend();
      await inTurn(story.slice(2))(world);
      expect(await world.retryLater()).toMatchObject({ done: 1, left: 0 });
    };
    expect(await stateAfter(place, late)).toEqual(inTime);
  });
});
