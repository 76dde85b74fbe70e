import { CONTACT_LINK, newChat, talk } from '../e2e/hubspot/world';
import { emptyAccount, type DeployedWorld } from './deployed';

let world: DeployedWorld;
beforeAll(async () => {
  world = await emptyAccount();
  world.putSecrets();
}, 60_000);
afterAll(() => world.close());

/** One story: each step begins where the one before it ended. */
describe('an empty account and two parameters', () => {
  it('become a stack with `serverless deploy`', async () => {
    const { code, output } = await world.deploy();
    expect({ code, unknown: world.aws.unknown, output }).toEqual({
      code: 0,
      unknown: [],
      output: expect.stringContaining('Service deployed to stack jivochat-crm-prod') as string,
    });
    expect(world.stack().status).toBe('UPDATE_COMPLETE');
    expect(world.account.identities.refusals).toEqual([]);
  }, 180_000);

  it('put out a URL at which an event becomes a lead', async () => {
    const chat = newChat({ email: 'tom@example.com', name: 'Tom Clifton' });
    const { status, reply } = await world.post(chat.accepted());
    expect({ status, reply, log: status === 200 ? '' : world.logLines('webhook') }).toMatchObject({
      status: 200,
      reply: { result: 'ok', enable_assign: true, crm_link: expect.stringMatching(CONTACT_LINK) as string },
    });
    await world.post(chat.finished(talk(4)));
    expect(world.hubspot.contacts()).toHaveLength(1);
    expect(world.hubspot.notes()).toHaveLength(1);
  });

  it('turn away a wrong secret, another method and another path', async () => {
    expect((await world.post(newChat().accepted(), { token: 'a-secret-of-somebody-else' })).status).toBe(404);
    const { url } = world.aws;
    const api = `${url}/_api/${world.output('HttpApiId')}`;
    expect((await fetch(`${api}/webhooks/hubspot/x`)).status).toBe(404);
    expect((await fetch(`${api}/`, { method: 'POST' })).status).toBe(404);
  });

  it('run the worker every minute, which finds nothing to do', async () => {
    await world.account.forward(2);
    const { metrics, place } = world.account;
    const id = {
      namespace: 'AWS/Lambda',
      name: 'Invocations',
      dimensions: { FunctionName: 'jivochat-crm-prod-retry' },
    };
    expect(metrics.values(id, 0, place.clock.now() + 1)).toEqual([1, 1]);
    expect(world.account.identities.refusals).toEqual([]);
  });

  it('are found in order by `doctor`, and its URL by `url --show`', async () => {
    world.deployment.configure('prod', {
      TABLE_NAME: world.output('TableName'),
      WEBHOOK_TOKENS_SSM: '/jivochat-crm/prod/webhook-tokens',
      HUBSPOT_ACCESS_TOKEN_SSM: '/jivochat-crm/prod/hubspot-access-token',
      HUBSPOT_DEFAULT_OWNER: 'boris@example.com',
    });
    const doctor = await world.deployment.cli('--env-file', '.env.prod', 'doctor');
    expect(doctor).toMatchObject({ code: 0 });
    const shown = await world.deployment.cli('--env-file', '.env.prod', 'url', '--show');
    expect(shown.output).toContain(world.output('WebhookUrlHubSpot').replace('<token>', ''));
    const sent = await world.deployment.cli(
      '--env-file',
      '.env.prod',
      'send',
      'chat_accepted',
      '--stage',
      'prod',
    );
    expect(sent).toMatchObject({ code: 0, output: expect.stringContaining('Tom Clifton') as string });
  });

  it('stay as they are when nothing has changed', async () => {
    const { updatedAt } = world.stack();
    const { code, output } = await world.deploy();
    expect({ code, output }).toEqual({
      code: 0,
      output: expect.stringContaining('No changes to deploy') as string,
    });
    expect(world.stack().updatedAt).toBe(updatedAt);
  }, 180_000);
});
