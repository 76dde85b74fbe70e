import { SANDBOX_TOKEN } from '../../emulators/hubspot';
import { newChat, talk } from '../e2e/hubspot/world';
import { MAIL } from '../packaging/packages';
import { type DeployedWorld } from './deployed';
import { deployPackage, packaged, released } from './from-package';

/** `npm run test:deploy` plays it. */
const story = process.env.ALL_DEPLOY ? describe : describe.skip;
jest.setTimeout(180_000);

const ENV_FILE = ['--env-file', '.env.prod'];
let world: DeployedWorld;

const notesOf = (chatId: number) =>
  world.hubspot.notes().filter(({ properties }) => properties.hs_note_body?.includes(String(chatId)));
const contactsOf = (email: string) =>
  world.hubspot.contacts().filter(({ properties }) => properties.email === email);
const post = async (event: unknown) => expect((await world.post(event)).status).toBe(200);

/** One story: each step begins where the one before it ended. */
story('from the last release to this version, with events waiting', () => {
  const begun = newChat({ email: 'begun@example.com', name: 'Begun Before' });
  const down = Array.from({ length: 3 }, (_, index) => newChat({ email: `down${index}@example.com` }));
  const offline = newChat({ email: 'offline@example.com', name: 'Left Word' });
  const called = newChat({ phone: '+14155550188' });
  const parked = newChat({ email: 'parked@example.com' });

  beforeAll(async () => {
    const last = released((await packaged()).first);
    const deployment = await deployPackage(last, () => undefined);
    ({ world } = deployment);
    expect(deployment.refused).toBeUndefined();
    expect(world.stack().status).toBe('UPDATE_COMPLETE');
  });
  afterAll(() => world?.close());

  it('the release takes events; some wait for the CRM, one is parked', async () => {
    await post(begun.accepted());
    world.hubspot.tokens.revoke(SANDBOX_TOKEN);
    await post(parked.finished(talk(3)));
    await world.account.forward(2);
    world.hubspot.tokens.grant(SANDBOX_TOKEN);
    world.hubspot.faults.add({ kind: 'server-error', status: 503, times: Infinity });
    await post(begun.updated({ phone: '+14155550199' }));
    for (const chat of down) await post(chat.finished(talk(3)));
    await post(offline.offline('Please call me about the order'));
    await post(called.call({ type: 'incoming', phone: '+14155550188', duration: 61 }));
    expect(contactsOf('begun@example.com')).toHaveLength(1);
    expect(down.flatMap(({ chatId }) => notesOf(chatId))).toEqual([]);
  });

  it('`serverless deploy` of this version keeps the URL and the table', async () => {
    const before = [world.output('WebhookUrlHubSpot'), world.output('TableName')];
    const { code, output } = await world.deploy('prod');
    expect({ code, output }).toEqual({
      code: 0,
      output: expect.stringContaining('Service deployed') as string,
    });
    world.account.topics.confirm(MAIL);
    expect([world.output('WebhookUrlHubSpot'), world.output('TableName')]).toEqual(before);
  });

  it('what waited is done: none lost, none doubled', async () => {
    world.hubspot.faults.clear();
    await world.account.forward(10);
    for (const [index, { chatId }] of down.entries()) {
      expect(contactsOf(`down${index}@example.com`)).toHaveLength(1);
      expect(notesOf(chatId)).toHaveLength(1);
    }
    expect(contactsOf('offline@example.com')).toHaveLength(1);
    const tasks = world.hubspot.tasks();
    expect(
      tasks.filter(({ properties }) => JSON.stringify(properties).includes('about the order')),
    ).toHaveLength(1);
    expect(world.hubspot.calls()).toHaveLength(1);
    expect(contactsOf('begun@example.com')[0]!.properties.phone).toContain('4155550199');
  });

  it('a chat that began before goes on with the same person', async () => {
    const contacts = world.hubspot.contacts().length;
    await post(begun.finished(talk(4)));
    await world.account.forward(2);
    expect(world.hubspot.contacts()).toHaveLength(contacts);
    expect(notesOf(begun.chatId)).toHaveLength(1);
  });

  it('what was parked before is listed, and replayed by its key', async () => {
    world.deployment.configure('prod', {
      TABLE_NAME: world.output('TableName'),
      WEBHOOK_TOKENS_SSM: '/jivochat-crm/prod/webhook-tokens',
      HUBSPOT_ACCESS_TOKEN_SSM: '/jivochat-crm/prod/hubspot-access-token',
    });
    const listed = await world.deployment.cli(...ENV_FILE, 'inbox', 'list');
    expect(listed).toMatchObject({ code: 0, output: expect.stringContaining('401') as string });
    const replay = world.deployment.cli(...ENV_FILE, 'inbox', 'replay', '--all');
    const ended = replay.then(() => true);
    while (!(await Promise.race([ended, sleep(1_000).then(() => false)]))) await world.account.forward(1);
    expect(await replay).toMatchObject({ code: 0 });
    expect(contactsOf('parked@example.com')).toHaveLength(1);
    expect(notesOf(parked.chatId)).toHaveLength(1);
    expect(world.account.identities.refusals).toEqual([]);
  });
});

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
