import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { createWebhookHandler } from '../../handlers/webhook';
import { toGatewayEvent } from '../../sandbox/gateway';
import { startSalesforceWorld, type SalesforceWorld } from './salesforce/world';
import { TOKEN, newChat, startWorld, talk, type World } from './hubspot/world';

/** The deadline of a reply; here a bound of processor time, ours and the emulated CRM's, which a busy machine hardly changes. */
const DEADLINE_MS = 2_500;
const HOUR_MS = 3_600_000;
const MEGABYTE = 1_048_576;

const person = { email: 'tom@example.com', name: 'Tom Clifton' };
const text = (event: unknown) => JSON.stringify(event);

/** The text with `what` in the place of the mark, past JSON.stringify. */
function withText(event: unknown, mark: string, what: string): string {
  const [before, after] = text(event).split(JSON.stringify(mark));
  return `${before}${what}${after}`;
}

const MARK = 'the mark';
const marked = (field: string) => newChat({ ...person, [field]: MARK }).accepted();
const deep = (levels: number, inner = '1') => '['.repeat(levels) + inner + ']'.repeat(levels);
const messages = (list: unknown[]) => newChat(person).finished(list);

/** Bodies that have brought others down, and the status of the answer. */
const POISON: [string, number, () => string | Buffer][] = [
  ['nothing', 400, () => ''],
  ['white space', 400, () => ' \n\t '],
  ['null', 400, () => 'null'],
  ['a list', 400, () => '[]'],
  ['a string', 400, () => '"chat_accepted"'],
  ['an empty object', 400, () => '{}'],
  ['half an event', 400, () => text(newChat(person).accepted()).slice(0, -20)],
  ['two events', 400, () => text(newChat().accepted()).repeat(2)],
  ['gzip', 400, () => gzipSync(text(newChat(person).accepted()))],
  ['random bytes', 400, () => Buffer.from(Array.from({ length: 5_000 }, (_, n) => (n * 7919) % 256))],
  ['a byte order mark before it', 200, () => `\uFEFF${text(newChat(person).accepted())}`],
  [
    'more than a megabyte',
    413,
    () => text(messages([{ type: 'visitor', message: 'x'.repeat(MEGABYTE), timestamp: 1 }])),
  ],
  [
    'almost a megabyte in one message',
    200,
    () => text(messages([{ type: 'visitor', message: 'x'.repeat(MEGABYTE - 2_000), timestamp: 1 }])),
  ],
  [
    'almost a megabyte of brackets in one message',
    200,
    () => text(messages([{ type: 'visitor', message: '<'.repeat(MEGABYTE - 2_000), timestamp: 1 }])),
  ],
  [
    'a hundred thousand levels',
    200,
    () => withText({ ...newChat(person).accepted(), extra: MARK }, MARK, deep(100_000)),
  ],
  [
    'a hundred thousand levels where a name should be',
    200,
    () => withText(marked('name'), MARK, deep(100_000)),
  ],
  [
    'a hundred thousand levels with a long number in them',
    400,
    () =>
      withText({ ...newChat(person).accepted(), extra: MARK }, MARK, deep(100_000, '12345678901234567890')),
  ],
  [
    'bytes that are no UTF-8',
    200,
    () => Buffer.from(withText(marked('name'), MARK, '"T\xff\xfe\xc0m"'), 'latin1'),
  ],
  ['half a surrogate pair', 200, () => withText(marked('name'), MARK, String.raw`"\ud83d Tom \udc00"`)],
  [
    'half a pair in messages',
    200,
    () => withText(messages([{ type: 'visitor', message: MARK, timestamp: 1 }]), MARK, String.raw`"\ud83d"`),
  ],
  [
    'NUL characters',
    200,
    () =>
      text(
        newChat({ ...person, name: 'T\0om\u0007' }).finished([
          { type: 'visitor', message: 'a\0b\u001b[31m', timestamp: 1 },
        ]),
      ),
  ],
  ['NUL in the ids', 200, () => text({ ...newChat(person).accepted(), chat_id: '1\x002', widget_id: '\0' })],
  [
    '__proto__ everywhere',
    200,
    () =>
      withText(
        { ...newChat({ ...person, social: MARK }).accepted() },
        MARK,
        '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
      ).replace('{', '{"__proto__":{"polluted":1},'),
  ],
  [
    'an attribute called __proto__',
    200,
    () =>
      withText(
        { event_name: 'client_attribute_updated', client_id: 5, attributes: MARK },
        MARK,
        '{"__proto__":"polluted","toString":"x"}',
      ),
  ],
  [
    'the same member twice',
    200,
    () => text(newChat(person).accepted()).replace('{', '{"event_name":"nonsense",'),
  ],
  [
    'two hundred thousand messages',
    200,
    () =>
      `{"event_name":"chat_finished","chat_id":7,"visitor":{"email":"tom@example.com"},"chat":{"messages":[${Array.from({ length: 80_000 }, () => '{"type":"x"}').join(',')}]}}`,
  ],
  [
    'ten thousand agents',
    200,
    () =>
      text({
        ...newChat(person).accepted(),
        agents: Array.from({ length: 10_000 }, (_, id) => ({ id, email: `a${id}@e.com` })),
      }),
  ],
  [
    'numbers past 2^53',
    200,
    () =>
      withText(
        { ...newChat(person).accepted(), chat_id: MARK },
        MARK,
        '92233720368547758079223372036854775807',
      ),
  ],
  [
    'numbers past all numbers',
    200,
    () => withText({ ...newChat(person).accepted(), chat_id: MARK }, MARK, '1e999'),
  ],
  [
    'dates out of range',
    200,
    () =>
      text(
        messages(
          [-1, 0, 1e18, 8_640_000_000_001, '9'.repeat(400), 'yesterday', null, {}].map((timestamp) => ({
            type: 'visitor',
            message: 'when?',
            timestamp,
          })),
        ),
      ),
  ],
  [
    'everything of another type',
    200,
    () =>
      text({
        event_name: 'chat_finished',
        chat_id: {},
        widget_id: [],
        visitor: 7,
        agents: 'Anna',
        chat: [],
        page: 1,
        session: 'x',
        tags: {},
        user_token: [],
      }),
  ],
  [
    'an address of a hundred thousand characters',
    200,
    () =>
      text(
        newChat(person).accepted(
          {},
          { page: { url: `https://shop.example.com/?${'a=b&'.repeat(25_000)}`, title: 'x'.repeat(100_000) } },
        ),
      ),
  ],
  [
    'an e-mail of a hundred thousand characters',
    200,
    () =>
      text(
        newChat({
          email: `${'a'.repeat(100_000)}@${'b.'.repeat(50_000)}com`,
          phone: '1'.repeat(100_000),
        }).accepted(),
      ),
  ],
  [
    'a name of a hundred thousand blanks',
    200,
    () => text(newChat({ ...person, name: `${' \t'.repeat(50_000)}x` }).accepted()),
  ],
  [
    'a user_token that is a bomb',
    200,
    () => text({ ...newChat(person).accepted(), user_token: deep(50_000) }),
  ],
  [
    'a user_token of separators',
    200,
    () => text({ ...newChat(person).accepted(), user_token: ' | '.repeat(100_000) }),
  ],
];

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
  /** `ms`: processor time. */
  post: (body: Buffer, base64?: boolean) => Promise<{ status: number; ms: number }>;
  held: () => unknown;
  /** Why events are not done. */
  left: () => Promise<unknown[]>;
  errors: () => string[];
}

let hubspot: World;
let salesforce: SalesforceWorld;
const env = { LEAD_CREATION: 'always' };

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
      const before = process.cpuUsage();
      const { statusCode, body: answer } = await handler(sent);
      const { user, system } = process.cpuUsage(before);
      expect(JSON.parse(answer!)).toHaveProperty('result');
      return { status: statusCode!, ms: (user + system) / 1_000 };
    },
    held: () =>
      crm === 'hubspot'
        ? [hubspot.hubspot.contacts(), hubspot.hubspot.notes()]
        : [salesforce.salesforce.leads(), salesforce.salesforce.tasks()],
    async left() {
      const due = { connector: crm, now: Number.MAX_SAFE_INTEGER, limit: 10 };
      return (await world.table.store.queues.due(due)).map(({ failure }) => failure);
    },
    errors: () =>
      world.lines
        .splice(0)
        .filter(({ level }) => level === 'error')
        .map(({ message, data }) => `${message}: ${JSON.stringify(data)}`),
  };
}

describe.each(['hubspot', 'salesforce'])('%s', (crm) => {
  it.each(POISON)('%s: answered %d in time, and nothing else suffers', async (_case, expected, make) => {
    const { post, held, left, errors } = place(crm);
    const { status, ms } = await post(Buffer.from(make()));
    expect(status).toBe(expected);
    expect(ms).toBeLessThan(DEADLINE_MS);
    verifyClean(held());
    expect(await left()).toEqual([]);
    expect(errors()).toEqual([]);
    const next = await post(
      Buffer.from(text(newChat({ email: `next-${crm}@example.com` }).finished(talk(2)))),
      false,
    );
    expect(next.status).toBe(200);
    expect(await left()).toEqual([]);
  });

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
      fc.string({ unit: 'binary' }),
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
  const row = { connector: 'hubspot', receivedAt: now, now, owner: 'gone', leaseMs: 1 };
  await inbox.keep({ ...row, key: 'poison', chat: 'poison', payload: '{"event_name":"of a later version"}' });
  const good = text(newChat({ email: 'good@example.com' }).accepted());
  await inbox.keep({ ...row, key: 'good', chat: 'good', payload: good });
  hubspot.clock.offsetMs += HOUR_MS;
  expect(await hubspot.retry()).toMatchObject({ done: 1, failed: 1 });
  for (let round = 0; round < 4; round++) {
    hubspot.clock.offsetMs += HOUR_MS;
    await hubspot.retry();
  }
  const [parked] = await queues.parked({ connector: 'hubspot', limit: 10 });
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
  await inbox.keep({ ...lease, key, connector: 'hubspot', chat: key, payload, receivedAt: now, now });
  for (let death = 1; death <= 4; death++) await inbox.claim({ ...lease, key, now: now + death });
  hubspot.clock.offsetMs += HOUR_MS;
  hubspot.requests();
  expect(await hubspot.retry()).toMatchObject({ done: 0, parked: 1 });
  expect(hubspot.requests()).toEqual([]);
  expect(await queues.parked({ connector: 'hubspot', limit: 10 })).toContainEqual(
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
