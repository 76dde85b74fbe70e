import { createParameterStoreEmulator } from '../../../../emulators/aws/ssm/server';
import { doctor } from './doctor';
import { SCOPES, startAccount } from './hubspot-account';

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
