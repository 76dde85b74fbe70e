import { run } from '../../cli';
import { doctor, NOW, table } from './doctor';
import { SCOPES, startAccount } from './hubspot-account';

const MINUTE_MS = 60_000;
async function keep(key: string, receivedAt: number): Promise<void> {
  const event = { key, account: 'hubspot', thread: 'c', payload: '{}', owner: 'o', leaseMs: 1 };
  await table.store.inbox.keep({ ...event, receivedAt, now: receivedAt });
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

it('takes what setup would make for a hint, not for a failure', async () => {
  const { hubspot, env } = await startAccount();
  hubspot.undefineProperty('tasks', 'jivochat_key');
  const { code, findings } = await doctor(env);
  expect(findings).toEqual([
    expect.objectContaining({ level: 'hint', what: expect.stringMatching(/tasks\.jivochat_key/) }),
  ]);
  expect(code).toBe(0);
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
  await table.store.links.write({ ...link, record, tenant: '12345678', now: NOW });
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
