import { INTEGRATION_USERNAME } from '../../../emulators/salesforce';
import { newChat, talk } from '../hubspot/world';
import { keyPair, startSalesforceWorld, type SalesforceWorld } from './world';

let world: SalesforceWorld;
afterEach(() => world.close());

/** A hanging request is ended by the deadline and by nothing else: the emulator never answers it. */
const IN_A_HURRY = { REPLY_DEADLINE_MS: '2500' };

const event = (email = 'tom@example.com') => newChat({ email }).accepted();
const signIns = () =>
  world.salesforce.requests.filter(({ path }) => path === '/services/oauth2/token').length;
const parked = () => world.lines.find(({ message }) => message.startsWith('Event parked'))?.data;

describe('signing in', () => {
  it('happens once for the life of the instance, also when events come at once', async () => {
    world = await startSalesforceWorld();
    await Promise.all(
      [event('a@example.com'), event('b@example.com'), event('c@example.com')].map((sent) =>
        world.send(sent),
      ),
    );
    await world.send(event('d@example.com'));
    expect(world.salesforce.leads()).toHaveLength(4);
    expect(signIns()).toBe(1);
  });

  it('with a signed assertion', async () => {
    const { privateKey, publicKey } = keyPair();
    world = await startSalesforceWorld({
      env: {
        SALESFORCE_CLIENT_SECRET: undefined,
        SALESFORCE_USERNAME: INTEGRATION_USERNAME,
        SALESFORCE_PRIVATE_KEY: privateKey.replaceAll('\n', '\\n'),
      },
    });
    world.salesforce.app.publicKeys.push(publicKey);
    await world.send(event());
    expect(world.salesforce.leads()).toHaveLength(1);
  });

  it('is renewed once when the session is over', async () => {
    world = await startSalesforceWorld();
    const chat = newChat({ email: 'tom@example.com' });
    await world.send(chat.accepted());
    world.salesforce.expireSessions();
    world.salesforce.clearRequests();
    await world.send(chat.finished(talk(2)));
    expect(world.salesforce.tasks()).toHaveLength(1);
    expect(signIns()).toBe(1);
  });

  it('does not go on for ever when every token is refused', async () => {
    world = await startSalesforceWorld();
    world.salesforce.faults.add({ kind: 'invalid-session', path: '/services/data', times: Infinity });
    await world.send(event());
    expect(world.salesforce.requests.length).toBeLessThanOrEqual(4);
    // Two sessions in a row may end by chance; five times they do not.
    expect(parked()).toBeUndefined();
    for (let attempt = 2; attempt <= 5; attempt++) await world.retryLater();
    expect(parked()).toMatchObject({ code: 'INVALID_SESSION_ID', remedy: expect.stringContaining('token') });
  });

  it('gets its tries however often the event failed for another reason before', async () => {
    world = await startSalesforceWorld();
    world.salesforce.faults.add({ kind: 'server-unavailable', times: Infinity });
    await world.send(event());
    for (let attempt = 2; attempt <= 6; attempt++) await world.retryLater();
    world.salesforce.faults.clear();
    world.salesforce.faults.add({ kind: 'invalid-session', path: '/services/data', times: 2 });
    expect(await world.retryLater()).toMatchObject({ failed: 1, parked: 0 });
    expect(await world.retryLater()).toMatchObject({ done: 1, left: 0 });
  });

  it.each([
    ['secret', { SALESFORCE_CLIENT_SECRET: 'wrong' }, 'invalid client credentials'],
    ['client id', { SALESFORCE_CLIENT_ID: 'wrong' }, 'client identifier invalid'],
  ])('with a wrong %s is refused for good, in Salesforce’s words', async (_case, env, words) => {
    world = await startSalesforceWorld({ env });
    const { reply } = await world.send(event());
    expect(reply.result).toBe('ok');
    expect(parked()).toMatchObject({
      reason: expect.stringContaining(words),
      remedy: expect.stringContaining('SALESFORCE_CLIENT_ID'),
    });
  });

  it('too often is a matter of time', async () => {
    world = await startSalesforceWorld({ loginsPerHour: 0 });
    await world.send(event());
    expect(parked()).toBeUndefined();
    expect(world.warnings()).toContain('Event kept for a later attempt');
  });

  it('leaves no token, secret or key in the log', async () => {
    world = await startSalesforceWorld({ env: { SALESFORCE_CLIENT_SECRET: 'wrong-secret-of-the-test' } });
    await world.send(event());
    expect(JSON.stringify(world.lines)).not.toMatch(/wrong-secret|AQ[\w-]{20}|Bearer|tom@example/);
  });
});

describe('a Salesforce that is not well', () => {
  it.each([
    ['locked record', { kind: 'locked', method: 'POST', path: 'sobjects/Lead' }],
    ['busy server', { kind: 'server-unavailable', path: 'composite' }],
    ['reset connection', { kind: 'reset-before', path: 'composite' }],
    ['page instead of JSON', { kind: 'html', status: 503, path: 'composite' }],
  ] as const)('a %s is tried again at once', async (_case, fault) => {
    world = await startSalesforceWorld();
    world.salesforce.faults.add(fault);
    await world.send(event());
    expect(world.salesforce.leads()).toHaveLength(1);
  });

  it.each([
    [
      'a create that took effect without an answer',
      { kind: 'reset-after', method: 'POST', path: 'sobjects/Lead' },
    ],
    [
      'a task that took effect without an answer',
      { kind: 'reset-after', method: 'POST', path: 'sobjects/Task' },
    ],
  ] as const)('%s is not done twice', async (_case, fault) => {
    world = await startSalesforceWorld();
    world.salesforce.faults.add(fault);
    const chat = newChat({ email: 'tom@example.com' });
    await world.send(chat.finished(talk(3)));
    expect(await world.retryLater()).toMatchObject({ done: 1, left: 0 });
    expect(world.salesforce.leads()).toHaveLength(1);
    expect(world.salesforce.tasks()).toHaveLength(1);
  });

  it.each([[true], [false]])(
    'a visitor nobody can search for is not made twice (our key in a field: %s)',
    async (externalId) => {
      world = await startSalesforceWorld({ externalId, env: { LEAD_CREATION: 'always' } });
      world.salesforce.faults.add({ kind: 'reset-after', method: 'POST', path: 'sobjects/Lead' });
      await world.send(newChat({ name: 'Tom' }).finished(talk(1)));
      expect(await world.retryLater()).toMatchObject({ done: 1, left: 0 });
      expect(world.salesforce.leads()).toHaveLength(1);
    },
  );

  it('over its daily limit is left in peace for an hour', async () => {
    world = await startSalesforceWorld({ dailyRequests: 0 });
    await world.send(event());
    expect(world.salesforce.requests.filter(({ path }) => path.includes('/data/'))).toHaveLength(1);
    const { data } = world.lines.find(({ message }) => message === 'Event kept for a later attempt')!;
    expect(data!.retryInMs).toBeGreaterThanOrEqual(3_600_000);
  });

  it('that hangs in the middle of an event is let go of at the deadline', async () => {
    world = await startSalesforceWorld();
    await world.send(event('warm@example.com'));
    world.restart(IN_A_HURRY);
    world.salesforce.faults.add({ kind: 'hang', method: 'POST', path: 'sobjects/Lead', times: Infinity });
    const { reply } = await world.send(event());
    expect(reply).toMatchObject({ result: 'ok', enable_assign: true });
    world.salesforce.faults.clear();
    expect(await world.retryLater()).toMatchObject({ done: 1, left: 0 });
    expect(world.salesforce.leads()).toHaveLength(2);
  });

  it('that hangs does not keep the agent waiting, and the link is known from before', async () => {
    world = await startSalesforceWorld();
    const chat = newChat({ email: 'tom@example.com' });
    const { reply: before } = await world.send(chat.accepted());
    world.restart(IN_A_HURRY);
    world.salesforce.faults.add({ kind: 'hang', times: Infinity });
    const { reply } = await world.send(chat.updated({ name: 'Tom' }));
    expect(reply.crm_link).toBe(before.crm_link);
    world.salesforce.faults.clear();
  });
});
