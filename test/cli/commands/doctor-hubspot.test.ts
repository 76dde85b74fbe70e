import type { Finding } from '../../../connectors/admin';
import { createHubSpotEmulator, type HubSpotEmulatorOptions } from '../../../emulators/hubspot';
import { createParameterStoreEmulator } from '../../../emulators/aws/ssm/server';
import { startTable, type Table } from '../../store/table';
import { run } from '../cli';

const MINUTE_MS = 60_000;
const NOW = Date.parse('2026-11-23T12:00:00Z');
const SCOPES = [
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.objects.owners.read',
  'crm.objects.deals.read',
  'crm.objects.deals.write',
  'crm.objects.companies.read',
  'crm.objects.companies.write',
  'crm.schemas.contacts.read',
  'crm.schemas.contacts.write',
];
const WELL = {
  WEBHOOK_TOKENS: 'sixteen-characters-long',
  HUBSPOT_DEFAULT_OWNER: 'boris@example.com',
  HUBSPOT_OWNER_MAP: 'tom@jivo.example=anna@example.com',
  HUBSPOT_REPLY_FIELDS: 'Stage=lifecyclestage',
};

let table: Table;
let close: () => Promise<void>;
beforeEach(async () => {
  table = await startTable();
});
afterEach(async () => {
  await close();
  await table.close();
});

async function startAccount(scopes = SCOPES, options: HubSpotEmulatorOptions = {}) {
  const hubspot = createHubSpotEmulator(options);
  hubspot.tokens.grant('key', scopes);
  const server = await hubspot.listen();
  close = () => server.close();
  const env = { ...table.env, ...WELL, HUBSPOT_ACCESS_TOKEN: 'key', HUBSPOT_BASE_URL: server.url };
  await run(['setup', 'hubspot', '--yes'], { env });
  hubspot.clearRequests();
  return { hubspot, env };
}

async function keep(key: string, receivedAt: number): Promise<void> {
  const event = { key, account: 'hubspot', thread: 'c', payload: '{}', owner: 'o', leaseMs: 1 };
  await table.store.inbox.keep({ ...event, receivedAt, now: receivedAt });
}

async function doctor(env: Record<string, string | undefined>, ...args: string[]) {
  const { code, out } = await run(['doctor', '--json', ...args], { env, now: () => NOW });
  return { code, findings: Object.values(JSON.parse(out) as Record<string, Finding[]>).flat() };
}

it('has nothing to say about a good account, and writes nothing', async () => {
  const { hubspot, env } = await startAccount();
  const { code, findings } = await doctor(env, '--logins', 'ANNA@example.com,tom@jivo.example');
  expect(findings).toEqual([]);
  expect(code).toBe(0);
  const methods = hubspot.requests.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(methods.filter((request) => !request.startsWith('GET ')))).toEqual(
    new Set(['POST /oauth/v2/private-apps/get/access-token-info']),
  );
});

it('names eleven planted misconfigurations with the remedy, and nothing else', async () => {
  const { hubspot, env } = await startAccount();
  hubspot.tokens.grant(
    'key',
    SCOPES.filter((scope) => scope !== 'crm.objects.contacts.write'),
  );
  hubspot.undefineProperty('contacts', 'jivochat_visitor_key');
  hubspot.defineProperty('contacts', { name: 'jivochat_visitor_key' });
  await keep('late', NOW - 40 * MINUTE_MS);
  await keep('parked', NOW - MINUTE_MS);
  await table.store.inbox.park({ key: 'parked', owner: 'o', failure: { message: 'no' }, now: NOW });
  const { code, findings } = await doctor(
    {
      ...env,
      TIME_ZONE: 'Berlin',
      HUBSPOT_PORTAL_ID: '87654321',
      HUBSPOT_DEFAULT_OWNER: 'carla@example.com',
      HUBSPOT_OWNER_MAP: 'tom@jivo.example=nobody@example.com',
      HUBSPOT_REPLY_FIELDS: 'Stage=lifecyclestage,Size=company_size',
      HUBSPOT_TITLE_OBJECT: 'deal',
      HUBSPOT_DEAL_PIPELINE: 'default',
      HUBSPOT_DEAL_STAGE: 'won',
    },
    '--logins',
    'stranger@example.com,anna@example.com',
  );
  const expected: [RegExp, RegExp][] = [
    [/TIME_ZONE must be an IANA zone/, /docs\/settings\.md/],
    [/lacks the scope crm\.objects\.contacts\.write/, /Scopes: add crm\.objects\.contacts\.write/],
    [/HUBSPOT_PORTAL_ID is 87654321.*account 12345678/, /HUBSPOT_PORTAL_ID=12345678/],
    [/HUBSPOT_DEFAULT_OWNER carla@example\.com is no active/, /Users & Teams/],
    [/HUBSPOT_OWNER_MAP gives tom@jivo\.example to nobody@example\.com/, /active user's login/],
    [/login stranger@example\.com matches no active HubSpot user/, /HUBSPOT_OWNER_MAP/],
    [/HUBSPOT_DEAL_STAGE won is no stage/, /internal ids: appointmentscheduled/],
    [/jivochat_visitor_key of contacts does not require unique values/, /archive the property/],
    [/shows company_size as "Size"/, /internal name/],
    [/1 event\(s\) are due, the oldest for 40 minutes/, /worker/],
    [/1 event\(s\) are parked/, /inbox list --account hubspot/],
  ];
  expect(findings.map(({ level, what, remedy }) => [level, what, remedy])).toEqual(
    expected.map(([what, remedy]): unknown[] => [
      'wrong',
      expect.stringMatching(what),
      expect.stringMatching(remedy),
    ]),
  );
  expect(code).toBe(1);
});

it.each([
  {
    case: 'no CRM, no token',
    change: { HUBSPOT_ACCESS_TOKEN: '', WEBHOOK_TOKENS: '' },
    found: [/WEBHOOK_TOKENS is missing/, /No CRM is configured/],
  },
  {
    case: 'a wrong key',
    change: { HUBSPOT_ACCESS_TOKEN: 'wrong' },
    found: [/does not know HUBSPOT_ACCESS_TOKEN/],
  },
  {
    case: 'all problems of the settings at once',
    change: { HUBSPOT_TITLE_OBJECT: 'ticket', HUBSPOT_OWNER_MAP: 'tom', REPLY_DEADLINE_MS: 'soon' },
    found: [/REPLY_DEADLINE_MS/, /HUBSPOT_OWNER_MAP must read/, /HUBSPOT_TITLE_OBJECT must be/],
  },
  { case: 'no such table', change: { TABLE_NAME: 'elsewhere' }, found: [/no table elsewhere/] },
  {
    case: 'no server',
    change: { HUBSPOT_BASE_URL: 'http://127.0.0.1:59999' },
    found: [/HubSpot: .*no answer.*127\.0\.0\.1:59999 cannot be reached; the credential was not even/],
  },
  {
    case: 'misspelt variables',
    change: { HUBPSOT_OWNER_MAP: 'a=b', LEAD_SORCE: 'Chat', HUBSPOT_TOKEN: 'x', WEBHOOK_TOKEN: 'y' },
    found: [
      /HUBPSOT_OWNER_MAP is no variable/,
      /LEAD_SORCE is no variable/,
      /HUBSPOT_TOKEN is no variable/,
      /WEBHOOK_TOKEN is no variable/,
    ],
  },
])('$case', async ({ change, found }) => {
  const { env } = await startAccount();
  const { code, findings } = await doctor({ ...env, ...change });
  expect(findings.map(({ what }) => what)).toEqual(
    found.map((words): unknown => expect.stringMatching(words)),
  );
  expect(findings.every(({ remedy }) => remedy.length > 10)).toBe(true);
  expect(code).toBe(1);
});

it.each([
  ['private-app', 'link', 1],
  ['service-key', 'create', 1],
  ['private-app', 'off', 0],
] as const)(
  'a %s without the scopes for companies, HUBSPOT_COMPANY=%s: a hint',
  async (kind, setting, hints) => {
    const { hubspot, env } = await startAccount();
    hubspot.tokens.grant(
      'key',
      SCOPES.filter((scope) => !scope.includes('companies')),
      kind,
    );
    const { code, findings } = await doctor({ ...env, HUBSPOT_COMPANY: setting });
    const found = findings.filter(({ what }) => what.includes('contacts are not tied to their companies'));
    expect(found.map(({ level }) => level)).toEqual(hints === 1 ? ['hint'] : []);
    expect(
      found.every(({ remedy }) => /crm\.objects\.companies\.read.*HUBSPOT_COMPANY=off/.test(remedy)),
    ).toBe(true);
    expect(code).toBe(0);
  },
);

describe.each([401, 404] as const)('a service key, of which access-token-info says %s', (serviceKeyInfo) => {
  const found = async (scopes: string[], change: Record<string, string> = {}) => {
    const { hubspot, env } = await startAccount(SCOPES, { serviceKeyInfo, salesTier: 'PROFESSIONAL' });
    hubspot.tokens.grant('key', scopes, 'service-key');
    hubspot.seedContact({ email: 'tom@example.com' });
    const { code, findings } = await doctor({ ...env, ...change });
    return { code, words: findings.map(({ level, what }) => `${level}: ${what}`) };
  };
  const NOT_TOLD = expect.stringMatching(
    /^hint: HubSpot does not tell this kind of key its scopes/,
  ) as string;

  it('is no wrong key: only its scopes are not told', async () => {
    expect(await found(SCOPES)).toEqual({ code: 0, words: [NOT_TOLD] });
  });

  it('shows its account in what it may read', async () => {
    const { words } = await found(SCOPES, { HUBSPOT_PORTAL_ID: '87654321' });
    expect(words).toEqual([
      NOT_TOLD,
      expect.stringMatching(/HUBSPOT_PORTAL_ID is 87654321, and the key belongs to account 12345678/),
    ]);
  });

  it('shows by what is refused which scopes to read are missing', async () => {
    const { code, words } = await found(['crm.schemas.contacts.read'], { HUBSPOT_TITLE_OBJECT: 'lead' });
    expect(words).toEqual([
      'wrong: The key lacks the scope crm.objects.contacts.read',
      NOT_TOLD,
      'wrong: The key lacks the scope crm.objects.owners.read',
      'wrong: The key lacks the scope crm.objects.leads.read',
      expect.stringMatching(/^hint: The key lacks crm\.objects\.companies\.read/),
      expect.stringMatching(/^hint: .*does not tell this key which account/),
    ]);
    expect(code).toBe(1);
  });
});

it('a private app for leads needs both scopes', async () => {
  const { hubspot, env } = await startAccount();
  hubspot.tokens.grant('key', [...SCOPES, 'crm.objects.leads.write']);
  const { findings } = await doctor({ ...env, HUBSPOT_TITLE_OBJECT: 'lead' });
  expect(findings.map(({ what }) => what)).toEqual(['The key lacks the scope crm.objects.leads.read']);
});

it('takes what setup would make for a hint, not for a failure', async () => {
  const { hubspot, env } = await startAccount();
  hubspot.undefineProperty('tasks', 'jivochat_key');
  const { code, findings } = await doctor(env);
  expect(findings).toEqual([
    expect.objectContaining({ level: 'hint', what: expect.stringMatching(/tasks\.jivochat_key/) }),
  ]);
  expect(code).toBe(0);
});

describe('a key that stands in Parameter Store', () => {
  const NAME = '/jivochat-crm/prod/hubspot-access-token';

  async function withStore(rights: boolean) {
    const ssm = createParameterStoreEmulator({ allows: () => rights });
    const { url } = await ssm.listen();
    ssm.parameters.put({ Name: NAME, Value: 'key', Type: 'SecureString' });
    const { env } = await startAccount();
    const { HUBSPOT_ACCESS_TOKEN: _key, ...rest } = env;
    const result = await doctor({ ...rest, HUBSPOT_ACCESS_TOKEN_SSM: NAME, AWS_ENDPOINT_URL_SSM: url });
    await ssm.close();
    return result;
  }

  it('is read from there', async () => {
    expect(await withStore(true)).toEqual({ code: 0, findings: [] });
  });

  it('and may not be read: that is a finding, and the rest is checked', async () => {
    const { code, findings } = await withStore(false);
    expect(findings.map(({ what }) => what)).toEqual([
      expect.stringMatching(/Parameter Store did not give .*hubspot-access-token: AccessDenied/),
      expect.stringMatching(/HUBSPOT_ACCESS_TOKEN is missing/),
    ]);
    expect(code).toBe(1);
  });
});

it('reads well', async () => {
  const { env } = await startAccount();
  const { out } = await run(['doctor', 'hubspot'], {
    env: { ...env, HUBSPOT_DEFAULT_OWNER: 'x@example.com' },
  });
  expect(out).toMatch(/^settings\n✓ nothing wrong\n\nhubspot\n✗ .*x@example\.com.*\n {2}→ .*1 to mend\.$/s);
});

it('names links of the account before, and a key that does not tell its account', async () => {
  const { hubspot, env } = await startAccount();
  const link = { key: 'link#hubspot#thread#a:1', owner: 'o' };
  await table.store.links.acquire({ keys: [link.key], owner: 'o', now: NOW, leaseMs: 1 });
  const record = { type: 'contact', id: '201' };
  await table.store.links.write({ ...link, record, tenant: '12345678', now: NOW, release: true });
  const exchanged = await doctor(env);
  expect(exchanged.findings).toEqual([
    expect.objectContaining({ what: expect.stringMatching(/1 link\(s\) of another account .*\(12345678\)/) }),
  ]);
  expect(exchanged.code).toBe(0);
  const body = { category: 'MISSING_SCOPES' };
  const path = /account-info|access-token-info/;
  hubspot.state.recordUrls = false;
  hubspot.faults.add({ kind: 'answer', status: 403, body, path, times: Infinity });
  const untold = await doctor(env);
  expect(untold.findings.map(({ what }) => what)).toEqual(
    expect.arrayContaining([expect.stringMatching(/does not tell this key which account/)]),
  );
});

it.each([
  {
    case: 'a UI domain written as an address',
    change: { HUBSPOT_UI_DOMAIN: 'https://app-eu1.hubspot.com/contacts/12345678' },
    found: [/HUBSPOT_UI_DOMAIN .* no host of HubSpot's pages/, /HUBSPOT_UI_DOMAIN=app-eu1\.hubspot\.com:/],
  },
  {
    case: 'a UI domain of somebody else',
    change: { HUBSPOT_UI_DOMAIN: 'app.example.com' },
    found: [/HUBSPOT_UI_DOMAIN app\.example\.com/, /app\.hubspot\.com or a regional form/],
  },
  {
    case: 'an activity key that names no property',
    change: { HUBSPOT_ACTIVITY_KEY: 'jivochat_kye' },
    found: [/HUBSPOT_ACTIVITY_KEY names jivochat_kye, and notes have no such property/, /setup hubspot/],
    more: [/tasks have no such property/, /calls have no such property/],
  },
  {
    case: 'a title object without its tier',
    change: { HUBSPOT_TITLE_OBJECT: 'lead' },
    salesTier: 'STARTER' as const,
    found: [/HUBSPOT_TITLE_OBJECT=lead, .*does not have leads.*Sales Hub Professional/, /=contact/],
  },
])('names $case', async ({ change, salesTier, found: [what, remedy], more = [] }) => {
  const { hubspot, env } = await startAccount([
    ...SCOPES,
    'crm.objects.leads.read',
    'crm.objects.leads.write',
  ]);
  if (salesTier) hubspot.settings.salesTier = salesTier;
  const { code, findings } = await doctor({ ...env, ...change });
  expect(findings[0]).toMatchObject({
    level: 'wrong',
    what: expect.stringMatching(what!),
    remedy: expect.stringMatching(remedy!),
  });
  expect(findings.slice(1).map((finding) => finding.what)).toEqual(
    more.map((words): unknown => expect.stringMatching(words)),
  );
  expect(code).toBe(1);
});

it('has nothing to say about a regional UI domain, the key setup made and leads of the right tier', async () => {
  const scopes = [...SCOPES, 'crm.objects.leads.read', 'crm.objects.leads.write'];
  const { env } = await startAccount(scopes, { salesTier: 'PROFESSIONAL' });
  const { findings } = await doctor({
    ...env,
    HUBSPOT_UI_DOMAIN: 'app-eu1.hubspot.com',
    HUBSPOT_ACTIVITY_KEY: 'jivochat_key',
    HUBSPOT_TITLE_OBJECT: 'lead',
  });
  expect(findings).toEqual([]);
});
