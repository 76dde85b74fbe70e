import { createHubSpotEmulator, type HubSpotEmulatorOptions } from '../../../emulators/hubspot';
import CHAT from '../../../sandbox/events/chat_finished.json';
import { startWorld } from '../../e2e/hubspot/world';
import { run as runCli, type Ended } from '../cli';

const READ_AND_WRITE = ['crm.schemas.contacts.read', 'crm.schemas.contacts.write'];
const CONTACT_PROPERTIES = [
  'jivochat_chat_id',
  'jivochat_comment',
  'jivochat_last_chat',
  'jivochat_page',
  'jivochat_place',
  'jivochat_source',
  'jivochat_title',
  'jivochat_utm',
  'jivochat_visitor_key',
];

let close: () => Promise<void>;
afterEach(() => close());

async function startAccount(options: HubSpotEmulatorOptions = {}, scopes = READ_AND_WRITE) {
  const hubspot = createHubSpotEmulator(options);
  hubspot.tokens.grant('key', scopes);
  const server = await hubspot.listen();
  close = () => server.close();
  const env = { HUBSPOT_ACCESS_TOKEN: 'key', HUBSPOT_BASE_URL: server.url };
  return {
    hubspot,
    run: (args: string[] = [], answer?: boolean | (() => boolean)): Promise<Ended> =>
      runCli(['setup', 'hubspot', ...args], { env, answer }),
    writes: () =>
      hubspot.requests.filter(({ method, path }) => method !== 'GET' && !path.includes('access-token-info')),
    own: (type: string) =>
      (hubspot.state.properties[type] ?? [])
        .filter(({ name }) => name.startsWith('jivochat_'))
        .map(({ name }) => name)
        .toSorted(),
  };
}

it('shows the plan, asks, makes everything, and prints the settings that use it', async () => {
  const { hubspot, run, own } = await startAccount();
  const { code, out } = await run([], true);
  expect(code).toBe(0);
  expect(out).toMatch(/account 12345678.*\+ property contacts\.jivochat_visitor_key \(unique\)/s);
  expect(out).toMatch(/Make these 16\?.*✓ property group contacts\.jivochat.*16 of 16 made/s);
  expect(out).toContain('HUBSPOT_ACTIVITY_KEY=jivochat_key');
  expect(own('contacts')).toEqual(CONTACT_PROPERTIES);
  for (const type of ['notes', 'tasks', 'calls']) expect(own(type)).toEqual(['jivochat_key']);
  const unique = hubspot.state.properties.contacts!.filter(({ name, hasUniqueValue }) =>
    name.startsWith('jivochat_') ? hasUniqueValue : false,
  );
  expect(unique.map(({ name }) => name)).toEqual(['jivochat_visitor_key']);
});

it('what it made is what the connector fills', async () => {
  const { hubspot, run } = await startAccount();
  const { out } = await run(['--yes']);
  const key = /^ {2}HUBSPOT_ACTIVITY_KEY=(\w+)$/m.exec(out)![1];
  const world = await startWorld({
    state: hubspot.toJSON(),
    properties: false,
    env: { HUBSPOT_ACTIVITY_KEY: key },
  });
  await world.send(CHAT);
  // Which properties there are is learned from the first contact that is read.
  await world.send({ ...CHAT, chat_id: 7600 });
  const [contact] = world.hubspot.contacts();
  const notes = world.hubspot.notes();
  await world.close();
  expect(contact!.properties).toMatchObject({
    jivochat_source: 'JivoChat',
    jivochat_visitor_key: expect.stringContaining(String(CHAT.visitor.number)),
    jivochat_page: expect.stringContaining(CHAT.page.url),
    jivochat_last_chat: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
  });
  expect(notes.map(({ properties }) => properties.jivochat_key)).toEqual([
    `${contact!.id}:[JivoChat chat ${CHAT.chat_id}]`,
    `${contact!.id}:[JivoChat chat 7600]`,
  ]);
});

it('changes nothing the second time, and says so', async () => {
  const { hubspot, run, writes } = await startAccount();
  await run(['--yes']);
  hubspot.clearRequests();
  const { code, out } = await run(['--yes']);
  expect(code).toBe(0);
  expect(out).toMatch(/12 of what the connector can use are there.*Everything is there; nothing to do/s);
  expect(out).toContain('HUBSPOT_ACTIVITY_KEY=jivochat_key');
  expect(writes()).toEqual([]);
});

it.each([
  { case: 'only the plan', args: ['--dry-run'], answer: true, code: 0, words: /--dry-run/ },
  { case: 'the person says no', args: [], answer: false, code: 0, words: /Nothing was made/ },
  { case: 'nobody is there', args: [], answer: undefined, code: 2, words: /add --yes/ },
  { case: 'a program asks', args: ['--json'], answer: true, code: 2, words: /add --yes/ },
])('makes nothing: $case', async ({ args, answer, code, words }) => {
  const { run, writes } = await startAccount();
  const ended = await run(args, answer);
  expect(ended.code).toBe(code);
  expect(ended.out + ended.error).toMatch(words);
  expect(writes()).toEqual([]);
});

it('tells a program what was made', async () => {
  const { run } = await startAccount();
  const report = JSON.parse((await run(['--yes', '--json'])).out) as { steps: { outcome: string }[] };
  expect(report).toMatchObject({ made: 16, settings: { HUBSPOT_ACTIVITY_KEY: 'jivochat_key' } });
  expect(report.steps.map(({ outcome }) => outcome)).toEqual(Array(16).fill('made'));
});

it('goes on where somebody else was quicker', async () => {
  const { hubspot, run, own } = await startAccount();
  const { code, out } = await run([], () => {
    hubspot.state.groups.contacts!.push({ name: 'jivochat', label: 'x', displayOrder: 1, archived: false });
    hubspot.defineProperty('contacts', { name: 'jivochat_utm' });
    return true;
  });
  expect(code).toBe(0);
  expect(out).toContain('property group contacts.jivochat: somebody else made it');
  expect(out).toContain('property contacts.jivochat_utm: somebody else made it');
  expect(out).toContain('14 of 16 made');
  expect(own('contacts')).toEqual(CONTACT_PROPERTIES);
});

it('does without keys on activities where the account has none', async () => {
  const { run, own } = await startAccount({ uniqueActivities: false });
  const { code, out } = await run(['--yes']);
  expect(code).toBe(1);
  expect(out).toMatch(/✗ property notes\.jivochat_key \(unique\): .*\n +→ Nothing to do: without it/);
  expect(own('contacts')).toEqual(CONTACT_PROPERTIES);
  expect(out).not.toContain('HUBSPOT_ACTIVITY_KEY=');
});

it.each([
  { scopes: ['crm.schemas.contacts.read'], words: /lacks the scope crm\.schemas\.contacts\.write/ },
  { scopes: ['crm.objects.contacts.read'], words: /lacks the scope crm\.schemas\.contacts\.read/ },
])('says which scope is missing, and where to add it: %j', async ({ scopes, words }) => {
  const { run } = await startAccount({}, scopes);
  const { code, out } = await run(['--dry-run']);
  expect(code).toBe(1);
  expect(out).toMatch(words);
  expect(out).toMatch(/→ Development → Keys → Service keys .* Scopes: add crm\.schemas/);
});

it.each([401, 404, 'answered'] as const)(
  'a service key is no wrong key (%s of access-token-info)',
  async (serviceKeyInfo) => {
    const { hubspot, run, own } = await startAccount({ serviceKeyInfo });
    hubspot.tokens.grant('key', [...READ_AND_WRITE, 'crm.objects.contacts.read'], 'service-key');
    hubspot.seedContact({ email: 'tom@example.com' });
    const { code, out } = await run(['--yes']);
    expect(out).toMatch(/account 12345678.*16 of 16 made/s);
    expect(code).toBe(0);
    expect(own('contacts')).toEqual(CONTACT_PROPERTIES);
  },
);

it('names the scopes that notes, tasks and calls ask for, by what was refused', async () => {
  const { hubspot, run, own } = await startAccount({ activitySchemaScopes: 'own' });
  hubspot.tokens.grant('key', [...READ_AND_WRITE, 'crm.schemas.tasks.read'], 'service-key');
  const { code, out } = await run(['--yes']);
  expect(code).toBe(1);
  expect(out).toMatch(
    /✗ The key lacks the scope crm\.schemas\.notes\.read, which setup needs to read the properties of notes\n +→ Development → Keys → Service keys .*add crm\.schemas\.notes\.read,/,
  );
  expect(out).toMatch(/lacks the scope crm\.schemas\.calls\.read/);
  expect(out).not.toMatch(/lacks the scope crm\.schemas\.(contacts|tasks)/);
  expect(out).toMatch(/✗ property tasks\.jivochat_key \(unique\).*\n +→ .*add crm\.schemas\.tasks\.write,/);
  expect(own('contacts')).toEqual(CONTACT_PROPERTIES);
});

it('before there is a key, names every scope it will need and what for', async () => {
  const { hubspot } = await startAccount();
  const { code, error } = await runCli(['setup', 'hubspot'], { env: {} });
  expect(code).toBe(1);
  expect(error).toMatch(/HUBSPOT_ACCESS_TOKEN is missing/);
  expect(error).toMatch(
    /Development → Keys → Service keys\); it needs\n +crm\.objects\.contacts\.read: contacts/,
  );
  for (const scope of ['read', 'write'])
    expect(error).toMatch(new RegExp(`crm.objects.companies.${scope}: .*, with HUBSPOT_COMPANY`));
  expect(error).toMatch(/crm\.schemas\.contacts\.write: .*may be taken away/);
  expect(hubspot.requests).toEqual([]);
});

it('names the scopes that the tie to a company lacks, and nothing where it is not wanted', async () => {
  const { run } = await startAccount();
  expect((await run(['--dry-run'])).out).toMatch(
    /• The key lacks crm\.objects\.companies\.read, crm\.objects\.companies\.write: .*\n +→ .*HUBSPOT_COMPANY=off/,
  );
  await close();
  const granted = await startAccount({}, [
    ...READ_AND_WRITE,
    'crm.objects.companies.read',
    'crm.objects.companies.write',
  ]);
  expect((await granted.run(['--dry-run'])).out).not.toContain('companies');
});

it('says what is wrong with the key in words', async () => {
  const { hubspot, run } = await startAccount();
  hubspot.tokens.revoke('key');
  const { code, error } = await run(['--dry-run']);
  expect(code).toBe(1);
  expect(error).toMatch(/HTTP 401/);
  expect(error).not.toContain('key:');
});

it('a property that cannot serve is named, with the way out', async () => {
  const { hubspot, run } = await startAccount();
  hubspot.defineProperty('contacts', { name: 'jivochat_visitor_key' });
  const { code, out } = await run(['--dry-run']);
  expect(code).toBe(1);
  expect(out).toMatch(/jivochat_visitor_key of contacts does not require unique values\n +→ .*archive/);
});
