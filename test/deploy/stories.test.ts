import { newChat, talk } from '../e2e/hubspot/world';
import { dashboardFigures } from '../../emulators/aws/cloudwatch/dashboard';
import { SANDBOX_TOKEN } from '../../emulators/hubspot';
import { MAIL } from '../packaging/packages';
import { deployed, TOKEN, type DeployedWorld } from './deployed';

/** `npm run test:deploy` plays them; `npm test` has the first deployment and the planted faults. */
const stories = process.env.ALL_DEPLOY ? describe : describe.skip;
jest.setTimeout(300_000);

let world: DeployedWorld;
const ENV_FILE = ['--env-file', '.env.prod'];

/** `.env.prod` as docs/deploy.md has it in the end: the commands read it, too. */
function settings(more: Record<string, string> = {}): Record<string, string> {
  return {
    TABLE_NAME: world.output('TableName'),
    WEBHOOK_TOKENS_SSM: '/jivochat-crm/prod/webhook-tokens',
    HUBSPOT_ACCESS_TOKEN_SSM: '/jivochat-crm/prod/hubspot-access-token',
    ...more,
  };
}

const chatOf = (email: string) => newChat({ email, name: 'Tom Clifton' });
const alarmsIn = (state: string) =>
  world.account.alarms
    .all()
    .filter((one) => one.state === state)
    .map(({ properties }) => properties.AlarmName);

stories('one deployed stack, day after day', () => {
  beforeAll(async () => {
    world = await deployed();
    world.mails();
  });
  afterAll(async () => {
    expect(world.aws.unknown).toEqual([]);
    await world.close();
  });

  it('is quiet: within a quarter of an hour every alarm that can be decided is OK', async () => {
    await world.account.forward(15);
    expect(alarmsIn('ALARM')).toEqual([]);
    expect(
      world
        .mails()
        .filter(({ subject }) => subject.startsWith('ALARM') && !subject.includes('retry-not-running')),
    ).toEqual([]);
  });

  it('takes a changed setting with the next deployment, and keeps its URL and its table', async () => {
    const before = [world.output('WebhookUrlHubSpot'), world.output('TableName')];
    const { code, output } = await world.deploy('prod', settings({ LEAD_SOURCE: 'Chat on the site' }));
    expect({ code, output }).toEqual({
      code: 0,
      output: expect.stringContaining('Service deployed') as string,
    });
    expect([world.output('WebhookUrlHubSpot'), world.output('TableName')]).toEqual(before);
    const variables =
      world.account.functions.get('jivochat-crm-prod-webhook').properties.Environment!.Variables!;
    expect(variables.LEAD_SOURCE).toBe('Chat on the site');
    expect((await world.post(chatOf('changed@example.com').accepted())).status).toBe(200);
  });

  it('loses and doubles nothing that waits in the inbox while it is deployed anew', async () => {
    const waiting = Array.from({ length: 4 }, (_, index) => chatOf(`waiting${index}@example.com`));
    world.hubspot.faults.add({ kind: 'server-error', status: 503, times: Infinity });
    for (const chat of waiting) expect((await world.post(chat.finished(talk(3)))).status).toBe(200);
    const { code } = await world.deploy('prod', settings({ LEAD_SOURCE: 'JivoChat' }));
    expect(code).toBe(0);
    world.hubspot.faults.clear();
    await world.account.forward(5);
    for (const { chatId } of waiting) {
      const notes = world.hubspot
        .notes()
        .filter(({ properties }) => properties.hs_note_body?.includes(String(chatId)));
      expect(notes).toHaveLength(1);
    }
  });

  it('shows on its dashboard how the events of each account ended', () => {
    const { dashboards, place } = world.account;
    const figures = dashboardFigures(
      dashboards.get('jivochat-crm-prod')!,
      world.account,
      0,
      place.clock.now(),
    ).filter(({ widget }) => widget === 'How events ended, by account');
    expect(Object.fromEntries(figures.map(({ label, value }) => [label, value]))).toMatchObject({
      'hubspot created': expect.any(Number) as number,
      'hubspot later': expect.any(Number) as number,
    });
  });

  it('goes on serving when an update fails, and is as it was before', async () => {
    const before = world.account.functions.get('jivochat-crm-prod-webhook').codeSha256;
    // More than the account has left to give away.
    const { code, output } = await world.deploy('prod', settings({ WEBHOOK_CONCURRENCY: '950' }));
    expect(code).toBe(1);
    expect(output).toContain('UnreservedConcurrentExecution below its minimum value of [100]');
    expect(world.stack().status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(world.account.functions.get('jivochat-crm-prod-webhook').codeSha256).toBe(before);
    expect((await world.post(chatOf('after-rollback@example.com').accepted())).status).toBe(200);
    expect((await world.deploy('prod', settings())).code).toBe(0);
  });

  it('changes its secret without a deployment and without a refused event', async () => {
    world.deployment.configure('prod', settings());
    expect((await world.deployment.cli(...ENV_FILE, 'token', 'rotate')).code).toBe(0);
    const store = world.account.parameters;
    const [next = ''] = store.get('/jivochat-crm/prod/webhook-tokens').Value.split(',');
    expect(next).not.toBe(TOKEN);
    await world.account.forward(6);
    for (const token of [next, TOKEN])
      expect((await world.post(chatOf('r@example.com').accepted(), { token })).status).toBe(200);
    expect((await world.deployment.cli(...ENV_FILE, 'token', 'retire', '--yes')).code).toBe(0);
    await world.account.forward(6);
    expect((await world.post(chatOf('r@example.com').accepted(), { token: TOKEN })).status).toBe(404);
    expect((await world.post(chatOf('r@example.com').accepted(), { token: next })).status).toBe(200);
    world.putSecrets();
    await world.account.forward(6);
  });

  it('parks what meets a key that is valid no longer; alarm, doctor, new key, replay', async () => {
    const parameter = '/jivochat-crm/prod/hubspot-access-token';
    world.mails();
    world.hubspot.tokens.revoke(SANDBOX_TOKEN);
    const chat = chatOf('parked@example.com');
    expect((await world.post(chat.finished(talk(3)))).status).toBe(200);
    await world.account.forward(7);
    expect(world.alarm('hubspot-parked')!.state).toBe('ALARM');
    const [mail] = world
      .mails()
      .filter(({ subject }) => subject.startsWith('ALARM') && subject.includes('parked'));
    expect(mail).toMatchObject({
      to: MAIL,
      text: expect.stringContaining('inbox list --account hubspot') as string,
    });
    expect(await world.deployment.cli(...ENV_FILE, 'doctor')).toMatchObject({ code: 1 });
    const listed = await world.deployment.cli(...ENV_FILE, 'inbox', 'list');
    expect(listed.output).toContain('401');

    world.hubspot.tokens.grant('pat-na1-new');
    world.account.parameters.put({
      Name: parameter,
      Value: 'pat-na1-new',
      Type: 'SecureString',
      Overwrite: true,
    });
    await world.account.forward(6);
    const replay = world.deployment.cli(...ENV_FILE, 'inbox', 'replay', '--all');
    const ended = replay.then(() => true);
    while (!(await Promise.race([ended, sleep(1_000).then(() => false)]))) await world.account.forward(1);
    expect(await replay).toMatchObject({ code: 0 });
    expect(
      world.hubspot.contacts().filter(({ properties }) => properties.email === 'parked@example.com'),
    ).toHaveLength(1);
    await world.account.forward(12);
    expect(world.alarm('hubspot-parked')!.state).toBe('OK');
    expect(world.mails().some(({ subject }) => subject.startsWith('OK') && subject.includes('parked'))).toBe(
      true,
    );
  });

  it('works off what came while the CRM was down for an hour; the alarm rings and ends', async () => {
    world.mails();
    world.hubspot.faults.add({ kind: 'server-error', status: 503, times: Infinity });
    const chats = [];
    for (let quarter = 0; quarter < 4; quarter++) {
      const chat = chatOf(`hour${quarter}@example.com`);
      chats.push(chat);
      expect((await world.post(chat.finished(talk(2)))).status).toBe(200);
      await world.account.forward(15);
    }
    expect(world.alarm('hubspot-oldest-due')!.state).toBe('ALARM');
    const [mail] = world
      .mails()
      .filter(({ subject }) => subject.startsWith('ALARM') && subject.includes('oldest-due'));
    expect(mail!.text).toContain('npm run cli -- --env-file .env.prod doctor');
    expect((await world.deployment.cli(...ENV_FILE, 'doctor')).code).toBe(1);
    world.hubspot.faults.clear();
    await world.account.forward(75);
    for (const { chatId } of chats) {
      expect(
        world.hubspot.notes().filter(({ properties }) => properties.hs_note_body?.includes(String(chatId))),
      ).toHaveLength(1);
    }
    expect(world.alarm('hubspot-oldest-due')!.state).toBe('OK');
  });

  it('turns a flood away, tells it, and keeps what has the wrong secret from the table and the CRM', async () => {
    expect((await world.deploy('prod', settings({ RATE_LIMIT: '1', BURST_LIMIT: '5' }))).code).toBe(0);
    await world.account.forward(1);
    const { requests } = world.account.consumed;
    const asked = world.hubspot.requests.length;
    const statuses = [];
    for (let count = 0; count < 30; count++) {
      statuses.push(
        (await world.post(chatOf('f@example.com').accepted(), { token: 'guessed-by-somebody-else' })).status,
      );
    }
    expect(new Set(statuses)).toEqual(new Set([404, 429]));
    expect(world.account.consumed.requests).toBe(requests);
    expect(world.hubspot.requests).toHaveLength(asked);
    await world.account.forward(2);
    expect(world.alarm('throttled-requests')!.state).toBe('ALARM');
    expect((await world.deploy('prod', settings())).code).toBe(0);
  });

  it('goes on with a table that was restored as docs/operations.md says', async () => {
    const at = world.account.place.clock.now();
    const kept = chatOf('before-the-restore@example.com');
    await world.post(kept.accepted());
    await world.account.forward(10);
    const { tables } = world.account;
    const source = tables.get(world.output('TableName'));
    expect(source.journal.itemsAt(at + 60_000).length).toBeGreaterThan(0);
    const [restore] = await restored(source.name, at + 60_000);
    expect(restore).toEqual({ code: 0, output: '' });
    const { code } = await world.deploy(
      'prod',
      settings({ TABLE_NAME_OVERRIDE: 'jivochat-crm-prod-restored' }),
    );
    expect(code).toBe(0);
    expect(world.output('TableName')).toBe('jivochat-crm-prod-restored');
    const contacts = world.hubspot.contacts().length;
    expect((await world.post(kept.finished(talk(2)))).status).toBe(200);
    expect(world.hubspot.contacts()).toHaveLength(contacts);
    expect(tables.names).toContain(source.name);
    expect((await world.deployment.cli(...ENV_FILE, 'doctor')).code).toBe(0);
  });

  it('stands beside a second stage, which is removed without a trace but for its parameters', async () => {
    const { account } = world;
    const before = inventory();
    world.putSecrets('dev', 'another-token-for-the-second-stage');
    expect((await world.deploy('dev')).code).toBe(0);
    const chat = chatOf('dev@example.com');
    expect(
      (await world.post(chat.accepted(), { stage: 'dev', token: 'another-token-for-the-second-stage' }))
        .status,
    ).toBe(200);
    expect((await world.post(chat.accepted(), { token: 'another-token-for-the-second-stage' })).status).toBe(
      404,
    );
    const { code, output } = await world.deployment.serverless('remove', '--stage', 'dev');
    expect({ code, output }).toEqual({
      code: 0,
      output: expect.stringContaining('successfully removed') as string,
    });
    expect(inventory()).toEqual(before);
    expect(account.parameters.find('/jivochat-crm/dev/webhook-tokens')).toBeDefined();
  });

  it('is removed, and leaves nothing but the tables', async () => {
    const { code } = await world.deployment.serverless('remove', '--stage', 'prod');
    expect(code).toBe(0);
    const { tables, ...others } = inventory();
    expect(Object.values(others).flat()).toEqual([]);
    expect(tables).toHaveLength(2);
  });
});

function inventory() {
  const { functions, tables, buckets, logs, alarms, topics, rules, apis, identities, stacks, dashboards } =
    world.account;
  return {
    functions: functions.names,
    tables: tables.names,
    buckets: buckets.names,
    logs: logs.names,
    alarms: alarms.all().map(({ properties }) => properties.AlarmName),
    topics: topics.arns,
    rules: rules.names,
    apis: apis.ids,
    roles: [...identities.roles.keys()],
    stacks: stacks.all.map(({ name }) => name),
    dashboards: [...dashboards.keys()],
  };
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The commands of "Restore the table", as the SDK sends them. */
async function restored(source: string, at: number) {
  const target = 'jivochat-crm-prod-restored';
  const script = `
    const d = require('@aws-sdk/client-dynamodb');
    const client = new d.DynamoDBClient({});
    const [source, target, at] = process.argv.slice(1);
    (async () => {
      await client.send(new d.RestoreTableToPointInTimeCommand({ SourceTableName: source, TargetTableName: target, RestoreDateTime: new Date(Number(at)) }));
      await client.send(new d.UpdateTimeToLiveCommand({ TableName: target, TimeToLiveSpecification: { Enabled: true, AttributeName: 'expiresAt' } }));
      await client.send(new d.UpdateContinuousBackupsCommand({ TableName: target, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }));
      await client.send(new d.UpdateTableCommand({ TableName: target, DeletionProtectionEnabled: true }));
    })().catch((error) => { console.log(error.name + ': ' + error.message); process.exit(1); });`;
  return [await world.deployment.run(process.execPath, ['-e', script, source, target, String(at)])];
}
