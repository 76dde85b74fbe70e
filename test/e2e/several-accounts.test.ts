import { createDeps } from '../../handlers/deps';
import { createRetryHandler } from '../../handlers/retry';
import { createWebhookHandler } from '../../handlers/webhook';
import type { Reply } from '../../jivochat/reply';
import { createHubSpotEmulator, SANDBOX_TOKEN } from '../../emulators/hubspot';
import { defineJivoChatProperties } from '../../emulators/hubspot/jivochat-properties';
import {
  createSalesforceEmulator,
  SANDBOX_CLIENT_ID,
  SANDBOX_CLIENT_SECRET,
} from '../../emulators/salesforce';
import { toGatewayEvent } from '../../sandbox/gateway';
import { run } from '../cli/cli';
import { startTable } from '../store/table';
import { TOKEN, metricsRecorder, newChat, recorder, talk, type Counted, type LogLine } from './hubspot/world';

/** An agent whom no CRM knows: the default owner gets the lead. */
const NOBODY = { agent: { id: 9, name: 'Nobody', email: 'nobody@jivo.example' } };
const HOUR_MS = 3_600_000;
const TOM = { name: 'Tom Clifton', email: 'tom@example.com', phone: '+14155550142' };

async function portal(portalId: number, token: string) {
  const crm = createHubSpotEmulator();
  crm.state.account.portalId = portalId;
  crm.tokens.revoke(SANDBOX_TOKEN);
  crm.tokens.grant(token);
  defineJivoChatProperties(crm);
  const server = await crm.listen();
  return { crm, url: server.url, close: () => server.close() };
}

/** One deployment: two accounts of HubSpot and one of Salesforce, one table, one worker. */
async function startHouse() {
  const table = await startTable();
  const [us, eu] = [await portal(11_111_111, 'us-token'), await portal(22_222_222, 'eu-token')];
  const salesforce = createSalesforceEmulator();
  const org = await salesforce.listen();
  const env: Record<string, string> = {
    ...table.env,
    WEBHOOK_TOKENS: TOKEN,
    REPLY_DEADLINE_MS: '4000',
    ACCOUNTS: 'hubspot,eu=hubspot,salesforce',
    HUBSPOT_ACCESS_TOKEN: 'us-token',
    HUBSPOT_BASE_URL: us.url,
    HUBSPOT_DEFAULT_OWNER: 'boris@example.com',
    EU_ACCESS_TOKEN: 'eu-token',
    EU_BASE_URL: eu.url,
    EU_DEFAULT_OWNER: 'anna@example.com',
    SALESFORCE_LOGIN_URL: org.url,
    SALESFORCE_CLIENT_ID: SANDBOX_CLIENT_ID,
    SALESFORCE_CLIENT_SECRET: SANDBOX_CLIENT_SECRET,
    SALESFORCE_DEFAULT_OWNER: 'boris@example.com',
  };
  const lines: LogLine[] = [];
  const counted: Counted[] = [];
  const clock = { offsetMs: 0 };
  const deps = {
    ...createDeps(env, { log: recorder(lines), now: () => Date.now() + clock.offsetMs }),
    metrics: metricsRecorder(counted),
  };
  const handler = createWebhookHandler(() => deps);
  return {
    table,
    env,
    lines,
    counted,
    clock,
    hubspot: us.crm,
    eu: eu.crm,
    salesforce,
    async send(account: string, body: unknown): Promise<{ status: number; reply: Reply }> {
      const raw = Buffer.from(JSON.stringify(body));
      const { statusCode, body: reply } = await handler(
        toGatewayEvent('POST', `/webhooks/${account}/${TOKEN}`, raw),
      );
      return { status: statusCode!, reply: JSON.parse(reply!) as Reply };
    },
    retry: () => createRetryHandler(() => deps)({} as never, { getRemainingTimeInMillis: () => 60_000 }),
    async keys(): Promise<string[]> {
      return (await table.all()).map(({ pk }) => pk as string);
    },
    close: () => Promise.all([us.close(), eu.close(), org.close()]).then(() => table.close()),
  };
}

let house: Awaited<ReturnType<typeof startHouse>>;
beforeAll(async () => {
  house = await startHouse();
});
afterAll(() => house.close());

const chat = newChat(TOM);
const contacts = (crm: typeof house.eu) =>
  crm.contacts().filter(({ properties }) => properties.email === TOM.email);
const doctor = async (...args: string[]) => {
  const ended = await run(['doctor', ...args], { env: house.env });
  return {
    ...ended,
    report: args.includes('--json') ? (JSON.parse(ended.out) as Record<string, unknown[]>) : {},
  };
};

it('one visitor writes to all three: a lead in each, found by each account’s own links', async () => {
  const links = {
    hubspot: '/contacts/11111111/record/',
    eu: '/contacts/22222222/record/',
    salesforce: '/00Q',
  };
  for (const [account, link] of Object.entries(links)) {
    const { status, reply } = await house.send(account, chat.accepted({}, NOBODY));
    expect(status).toBe(200);
    expect(reply.crm_link).toContain(link);
    expect(JSON.stringify(reply.custom_data)).toContain('New lead');
  }
  for (const account of Object.keys(links))
    await house.send(account, chat.finished(talk(2), {}, { agents: [] }));
  expect(contacts(house.hubspot)).toHaveLength(1);
  expect(contacts(house.eu)).toHaveLength(1);
  expect(house.salesforce.leads().filter(({ fields }) => fields.Email === TOM.email)).toHaveLength(1);
  for (const crm of [house.hubspot, house.eu]) expect(crm.notes()).toHaveLength(1);
});

it('nothing in the table is shared: each account has its own rows of the thread and the person', async () => {
  const keys = await house.keys();
  const kinds = (account: string) =>
    keys
      .map((key) => key.split('#'))
      .filter(([table, of]) => table === 'link' && of === account)
      .map(([, , kind]) => kind)
      .toSorted();
  for (const account of ['hubspot', 'eu', 'salesforce'])
    expect(kinds(account)).toEqual(['email', 'phone', 'thread', 'visitor']);
  expect(
    keys
      .filter((key) => key.startsWith('transcript#'))
      .map((key) => key.split('#')[1])
      .toSorted(),
  ).toEqual(['eu', 'hubspot', 'salesforce']);
  expect(keys.filter((key) => key.startsWith('inbox#'))).toHaveLength(6);
});

it('each has the owner of its own settings, and its own metrics', () => {
  const ownerOf = (crm: typeof house.eu) => contacts(crm)[0]!.properties.hubspot_owner_id;
  expect(ownerOf(house.hubspot)).toBeTruthy();
  expect(ownerOf(house.eu)).not.toBe(ownerOf(house.hubspot));
  const received = house.counted
    .filter(({ name }) => name === 'EventsReceived')
    .map(({ account }) => account);
  expect(received.toSorted()).toEqual(['eu', 'eu', 'hubspot', 'hubspot', 'salesforce', 'salesforce']);
});

it('one that is down, or refuses its key, does not touch the others', async () => {
  house.eu.faults.add({ kind: 'server-error', status: 503, times: Infinity });
  const later = newChat({ email: 'later@example.com' });
  for (let n = 0; n < 1; n++) await house.send('eu', newChat({ email: `down${n}@example.com` }).accepted());
  const refused = await house.send('eu', later.accepted());
  expect(JSON.stringify(refused.reply.custom_data)).toContain('Not available just now');
  const taken = await house.send('hubspot', later.accepted());
  expect(JSON.stringify(taken.reply.custom_data)).toContain('New lead');
  const { queues } = house.table.store;
  expect([await queues.countPending('hubspot'), await queues.countPending('eu')]).toEqual([0, 2]);
  expect(await house.retry()).toMatchObject({ left: 2 });

  house.eu.faults.clear();
  house.eu.tokens.revoke('eu-token');
  house.clock.offsetMs += HOUR_MS;
  await house.retry();
  const [parked] = await queues.parked({ account: 'eu', limit: 10 });
  expect(parked!.failure!.remedy).toContain('EU_ACCESS_TOKEN');
  expect(parked!.failure!.remedy).not.toContain('HUBSPOT_');
  expect(await queues.parked({ account: 'hubspot', limit: 10 })).toEqual([]);
});

it('doctor names each account, and the variable of the one that is wrong', async () => {
  const { report } = await doctor('--json');
  expect(Object.keys(report).filter((name) => !/ /.test(name))).toEqual([
    'settings',
    'hubspot',
    'eu',
    'salesforce',
    'table',
  ]);
  expect(JSON.stringify(report.eu)).toContain('EU_ACCESS_TOKEN');
  expect(JSON.stringify(report.hubspot)).not.toContain('ACCESS_TOKEN');
  const [eu, hubspot] = [report['eu queue'], report['hubspot queue']];
  expect(JSON.stringify(eu)).toContain('inbox list --account eu');
  expect(hubspot).toEqual([]);
  expect((await doctor('hubspot')).out).not.toContain('EU_');
  const { out } = await run(['doctor'], { env: { ...house.env, ACCOUNTS: 'hubspot,salesforce' } });
  expect(out).toContain('2 event(s) wait for the account eu, which ACCOUNTS does not name');
});

it('the inbox of one account is replayed by its name when its key is right again', async () => {
  house.eu.tokens.grant('eu-token');
  const inbox = (...args: string[]) =>
    run(['inbox', ...args], { env: house.env, now: () => Date.now() + house.clock.offsetMs });
  const parked = JSON.parse((await inbox('list', '--json')).out) as { account: string }[];
  expect(new Set(parked.map(({ account }) => account))).toEqual(new Set(['eu']));
  expect(JSON.parse((await inbox('list', '--account', 'hubspot', '--json')).out)).toEqual([]);
  await inbox('--account', 'eu', 'replay', '--all', '--wait', '0');
  house.clock.offsetMs += HOUR_MS;
  await inbox('resume');
  expect(await house.retry()).toMatchObject({ failed: 0, parked: 0, left: 0 });
  expect(
    house.eu.contacts().filter(({ properties }) => /^down\d@/.test(properties.email ?? '')),
  ).toHaveLength(1);
});

it('setup of one account prints its own variables', async () => {
  const { out } = await run(['setup', 'eu', '--yes'], { env: house.env });
  expect(out).toContain('EU_ACTIVITY_KEY=jivochat_key');
  expect(out).not.toContain('HUBSPOT_');
});

it('erase finds a person in each account, and says in which', async () => {
  const { out } = await run(['erase', '--email', TOM.email, '--dry-run'], { env: house.env });
  expect(out).toMatch(/HubSpot contact \d+ .*11111111/);
  expect(out).toMatch(/HubSpot \(eu\) contact \d+ .*22222222/);
  expect(out).toMatch(/Salesforce Lead 00Q/);
});

it('the URL to paste is that of the account', async () => {
  const url = (...args: string[]) =>
    run(['url', '--base-url', 'http://localhost:3000', ...args], { env: house.env }).then(({ out }) => out);
  expect(await url('--account', 'eu')).toBe('http://localhost:3000/webhooks/eu/<token>');
  expect(await url('--connector', 'eu', '--show')).toBe(`http://localhost:3000/webhooks/eu/${TOKEN}`);
  expect(await url()).toBe('http://localhost:3000/webhooks/hubspot/<token>');
});

it('the log names the variables of the account whose leads have no owner', async () => {
  const lines: LogLine[] = [];
  const deps = createDeps({ ...house.env, EU_DEFAULT_OWNER: 'gone@example.com' }, { log: recorder(lines) });
  const event = newChat({ email: 'unowned@example.com' }).accepted({}, NOBODY);
  const raw = Buffer.from(JSON.stringify(event));
  await createWebhookHandler(() => deps)(toGatewayEvent('POST', `/webhooks/eu/${TOKEN}`, raw));
  const words = lines.map(({ message }) => message).join();
  expect(words).toContain('set EU_OWNER_MAP or EU_DEFAULT_OWNER');
});

it('an account that nobody named is not there', async () => {
  expect((await house.send('us', chat.accepted())).status).toBe(404);
  const unknown = await run(['doctor', 'us'], { env: house.env });
  expect(unknown).toMatchObject({
    code: 2,
    error: expect.stringContaining('there are hubspot, eu, salesforce') as string,
  });
});

it('a wrong ACCOUNTS is told by the functions and by doctor', async () => {
  const env = { ...house.env, ACCOUNTS: 'hubspot,eu=hubspt' };
  expect(() => createDeps(env)).toThrow('ACCOUNTS: "eu=hubspt": there is no CRM of this name; there are');
  const { code, out } = await run(['doctor'], { env });
  expect(code).toBe(1);
  expect(out).toContain('ACCOUNTS: "eu=hubspt": there is no CRM of this name');
});

it('doctor tells of an account that is named and not configured', async () => {
  const { EU_ACCESS_TOKEN: _none, ...env } = house.env;
  const { code, out } = await run(['doctor'], { env });
  expect(code).toBe(1);
  expect(out).toContain('ACCOUNTS names eu, and it is not configured');
  expect(out).toContain('EU_ACCESS_TOKEN');
});
