import fc from 'fast-check';
import { createWebhookHandler } from '../../handlers/webhook';
import { toGatewayEvent } from '../../sandbox/gateway';
import { FIXED_BODIES, person, text } from '../hostile/fixed-bodies';
import { startSalesforceWorld, type SalesforceWorld } from './salesforce/world';
import { TOKEN, newChat, startWorld, talk, type World } from './hubspot/world';
import { anyText } from '../arbitrary/any-text';

/** No machine is so slow: what is tested here is what becomes of a body, not how fast. */
const DEADLINE_MS = 25_000;
const HOUR_MS = 3_600_000;
const CRMS = ['hubspot', 'salesforce'];
/** `npm test` sends each body to one of the two, `npm run test:faults` to both. */
const ALL = process.env.ALL_FAULTS !== undefined;

function verifyClean(held: unknown): void {
  const dirty: string[] = [];
  const look = (value: unknown): void => {
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    if (typeof value === 'string' && (!value.isWellFormed() || /[\0\x07\x1b]/.test(value)))
      dirty.push(value.slice(0, 80));
    else if (typeof value === 'object' && value !== null)
      Object.entries(value).forEach(([name, inner]) => (look(name), look(inner)));
  };
  look(held);
  expect(dirty).toEqual([]);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
}

interface Place {
  post: (body: Buffer, base64?: boolean) => Promise<{ status: number; ms: number }>;
  held: () => unknown;
  /** Why events are not done. */
  left: () => Promise<unknown[]>;
  errors: () => string[];
}

let hubspot: World;
let salesforce: SalesforceWorld;
const env = { REPLY_DEADLINE_MS: String(DEADLINE_MS), LEAD_CREATION: 'always' };

beforeAll(async () => {
  hubspot = await startWorld({ env });
  salesforce = await startSalesforceWorld({ env });
});
afterAll(async () => {
  await Promise.all([hubspot.close(), salesforce.close()]);
});

function place(crm: string): Place {
  const world = crm === 'hubspot' ? hubspot : salesforce;
  const handler = createWebhookHandler(() => world.deps());
  return {
    async post(body, base64 = true) {
      const event = toGatewayEvent('POST', `/webhooks/${crm}/${TOKEN}`, body);
      const sent = base64 ? event : { ...event, body: body.toString('utf8'), isBase64Encoded: false };
      const began = performance.now();
      const { statusCode, body: answer } = await handler(sent);
      expect(JSON.parse(answer!)).toHaveProperty('result');
      return { status: statusCode!, ms: performance.now() - began };
    },
    held: () =>
      crm === 'hubspot'
        ? [hubspot.hubspot.contacts(), hubspot.hubspot.notes()]
        : [salesforce.salesforce.leads(), salesforce.salesforce.tasks()],
    async left() {
      const due = { account: crm, now: Number.MAX_SAFE_INTEGER, limit: 10 };
      return (await world.table.store.queues.due(due)).map(({ failure }) => failure);
    },
    errors: () =>
      world.lines
        .splice(0)
        .filter(({ level }) => level === 'error')
        .map(({ message, data }) => `${message}: ${JSON.stringify(data)}`),
  };
}

describe.each(CRMS)('%s', (crm) => {
  it.each(FIXED_BODIES.filter((_, index) => ALL || CRMS[index % CRMS.length] === crm))(
    '%s: answered %d, and nothing else suffers',
    async (_case, expected, make) => {
      const { post, held, left, errors } = place(crm);
      const { status } = await post(Buffer.from(make()));
      expect(status).toBe(expected);
      verifyClean(held());
      expect(await left()).toEqual([]);
      expect(errors()).toEqual([]);
      const next = await post(
        Buffer.from(text(newChat({ email: `next-${crm}@example.com` }).finished(talk(2)))),
        false,
      );
      expect(next.status).toBe(200);
      expect(await left()).toEqual([]);
    },
  );

  it('documented events with anything in the place of anything', async () => {
    const { post, held, left, errors } = place(crm);
    const chat = newChat(person);
    const events = [
      chat.accepted(),
      chat.finished(talk(3)),
      chat.offline('Hello'),
      chat.call({ type: 'incoming', status: 'end', phone: '+14155552671' }),
      chat.clientUpdated(),
    ];
    const junk = fc.oneof(
      fc.anything({ maxDepth: 2 }),
      anyText(),
      fc.constantFrom('\0', '\ud800', '__proto__', -1, 1e308),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...events), fc.nat(), junk, async (event, at, what) => {
        const copy = structuredClone(event) as Record<string, unknown>;
        const places = slots(copy);
        const [holder, name] = places[at % places.length]!;
        holder[name] = what;
        const body = JSON.stringify(copy, (_key, value: unknown) =>
          typeof value === 'bigint' ? String(value) : value,
        );
        const { status } = await post(Buffer.from(body));
        expect([200, 400]).toContain(status);
      }),
      { numRuns: 60 },
    );
    verifyClean(held());
    expect(await left()).toEqual([]);
    expect(errors()).toEqual([]);
  }, 60_000);
});

it('an event that our own code stumbles over is parked after a few attempts, and holds nobody up', async () => {
  const { inbox, queues } = hubspot.table.store;
  const now = Date.now();
  const row = { account: 'hubspot', receivedAt: now, now, owner: 'gone', leaseMs: 1 };
  await inbox.keep({
    ...row,
    key: 'poison',
    thread: 'poison',
    payload: '{"event_name":"of a later version"}',
  });
  const good = text(newChat({ email: 'good@example.com' }).accepted());
  await inbox.keep({ ...row, key: 'good', thread: 'good', payload: good });
  hubspot.clock.offsetMs += HOUR_MS;
  expect(await hubspot.retry()).toMatchObject({ done: 1, failed: 1 });
  for (let round = 0; round < 4; round++) {
    hubspot.clock.offsetMs += HOUR_MS;
    await hubspot.retry();
  }
  const [parked] = await queues.parked({ account: 'hubspot', limit: 10 });
  expect(parked).toMatchObject({
    key: 'poison',
    failure: {
      message: expect.stringContaining('TypeError') as unknown,
      remedy: expect.stringContaining('drop') as unknown,
    },
  });
  expect(await queues.countPending('hubspot')).toBe(0);
});

it('an event whose worker dies every time is parked unread after a few', async () => {
  const { inbox, queues } = hubspot.table.store;
  const key = 'deadly';
  const lease = { owner: 'gone', leaseMs: 1 };
  const now = Date.now() + hubspot.clock.offsetMs;
  const payload = text(newChat({ email: 'deadly@example.com' }).accepted());
  await inbox.keep({ ...lease, key, account: 'hubspot', thread: key, payload, receivedAt: now, now });
  for (let death = 1; death <= 4; death++) await inbox.claim({ ...lease, key, now: now + death });
  hubspot.clock.offsetMs += HOUR_MS;
  hubspot.requests();
  expect(await hubspot.retry()).toMatchObject({ done: 0, parked: 1 });
  expect(hubspot.requests()).toEqual([]);
  expect(await queues.parked({ account: 'hubspot', limit: 10 })).toContainEqual(
    expect.objectContaining({
      key,
      failure: expect.objectContaining({ message: expect.stringContaining('ProcessEndedError') as unknown }),
    }),
  );
});

/** Every place a value stands in, at any depth. */
function slots(value: unknown): [Record<string, unknown>, string][] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((name) => [
    [holder, name] as [Record<string, unknown>, string],
    ...slots(holder[name]),
  ]);
}
