import { createPrivateKey, createSign, generateKeyPairSync } from 'node:crypto';
import {
  INTEGRATION_USERNAME,
  SANDBOX_CLIENT_ID,
  SANDBOX_CLIENT_SECRET,
} from '../../../emulators/salesforce';
import { BASE, startOrg, token, type Org } from './org';

const NOW = Date.parse('2026-11-20T10:00:00Z');
const keys = () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
};
const OURS = keys();
const STRANGER = keys();

let org: Org;
let now = NOW;
beforeEach(async () => {
  now = NOW;
  org = await startOrg({ now: () => now });
  org.salesforce.app.publicKeys.push(OURS.publicKey);
});

const client = {
  grant_type: 'client_credentials',
  client_id: SANDBOX_CLIENT_ID,
  client_secret: SANDBOX_CLIENT_SECRET,
};

describe('client credentials', () => {
  it('answers as Salesforce does, without expires_in', async () => {
    const { status, body } = await token(org.url, client);
    expect(status).toBe(200);
    expect(Object.keys(body as object).sort()).toEqual(
      ['access_token', 'id', 'instance_url', 'issued_at', 'scope', 'signature', 'token_type'].sort(),
    );
    expect(body.instance_url).toBe(org.url);
    expect(body.issued_at).toBe(String(NOW));
    const user = org.salesforce.userId(INTEGRATION_USERNAME);
    expect(body.id).toMatch(new RegExp(`/id/00D\\w{15}/${user}$`));
    expect(body.access_token).toMatch(/^00D\w{12}!AQ/);
  });

  it('takes the credentials from a Basic header too', async () => {
    const basic = Buffer.from(`${SANDBOX_CLIENT_ID}:${SANDBOX_CLIENT_SECRET}`).toString('base64');
    const response = await fetch(`${org.url}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
      headers: { authorization: `Basic ${basic}` },
    });
    expect(response.status).toBe(200);
  });

  it.each([
    ['another client', { client_id: 'x' }, 'invalid_client_id', 'client identifier invalid'],
    ['another secret', { client_secret: 'x' }, 'invalid_client', 'invalid client credentials'],
    ['no secret', { client_secret: '' }, 'invalid_client', 'invalid client credentials'],
    ['another flow', { grant_type: 'password' }, 'unsupported_grant_type', 'grant type not supported'],
  ])('%s', async (_case, change, error, error_description) => {
    const { status, body } = await token(org.url, { ...client, ...change });
    expect(status).toBe(400);
    expect(body).toEqual({ error, error_description });
  });

  it('reads forms only', async () => {
    const response = await fetch(`${org.url}/services/oauth2/token`, {
      method: 'POST',
      body: JSON.stringify(client),
      headers: { 'content-type': 'application/json' },
    });
    expect(await response.json()).toMatchObject({ error: 'unsupported_grant_type' });
  });

  it('needs a run-as user, and an active one', async () => {
    const { app } = org.salesforce;
    org.salesforce.edit(app.runAsUserId!, { IsActive: false });
    expect((await token(org.url, client)).body.error).toBe('inactive_user');
    app.runAsUserId = undefined;
    expect((await token(org.url, client)).body.error_description).toBe('no client credentials user enabled');
  });

  it('refuses logins beyond the hourly rate', async () => {
    org.salesforce.settings.loginsPerHour = 2;
    expect((await token(org.url, client)).status).toBe(200);
    const { status, body } = await token(org.url, client);
    expect([status, body]).toEqual([
      400,
      { error: 'invalid_grant', error_description: 'login rate exceeded' },
    ]);
    now += 3_600_001;
    expect((await token(org.url, client)).status).toBe(200);
  });
});

interface Claims {
  iss?: string;
  sub?: string;
  aud?: string;
  exp?: unknown;
}

const good = (): Claims => ({
  iss: SANDBOX_CLIENT_ID,
  sub: INTEGRATION_USERNAME,
  aud: 'https://login.salesforce.com',
  exp: NOW / 1000 + 180,
});

function sign(claims: Claims, privateKey = OURS.privateKey, alg = 'RS256'): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const content = `${part({ alg })}.${part(claims)}`;
  const signature = createSign('RSA-SHA256').update(content).sign(createPrivateKey(privateKey), 'base64url');
  return `${content}.${signature}`;
}

const bearer = (assertion: string) =>
  token(org.url, { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });

describe('JWT bearer', () => {
  it('gives a session to a signed assertion', async () => {
    const { status, body } = await bearer(sign(good()));
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('issued_at');
    org.token = body.access_token as string;
    expect((await org.call('GET', '/limits')).status).toBe(200);
  });

  it('takes the address of the org as audience', async () => {
    expect((await bearer(sign({ ...good(), aud: org.url }))).status).toBe(200);
  });

  it.each<[string, Claims, string, string]>([
    ['of another client', { iss: 'x' }, 'invalid_client_id', 'client identifier invalid'],
    ['for another audience', { aud: 'https://test.salesforce.com' }, 'invalid_grant', 'audience is invalid'],
    ['without audience', { aud: undefined }, 'invalid_grant', 'audience is invalid'],
    ['that is over', { exp: NOW / 1000 - 1 }, 'invalid_grant', 'expired authorization code'],
    ['that ends in milliseconds', { exp: NOW + 180_000 }, 'invalid_grant', 'expired authorization code'],
    ['that lasts too long', { exp: NOW / 1000 + 600 }, 'invalid_grant', 'expired authorization code'],
    ['without end', { exp: undefined }, 'invalid_grant', 'expired authorization code'],
    ['for nobody', { sub: 'nobody@example.com' }, 'invalid_grant', "user hasn't approved this consumer"],
    ['for a stranger', { sub: 'anna@example.com' }, 'invalid_grant', "user hasn't approved this consumer"],
  ])('refuses an assertion %s', async (_case, change, error, error_description) => {
    const { status, body } = await bearer(sign({ ...good(), ...change }));
    expect([status, body]).toEqual([400, { error, error_description }]);
  });

  it.each([
    ['signed with another key', () => sign(good(), STRANGER.privateKey)],
    ['without signature', () => sign(good()).replace(/[^.]+$/, '')],
    ['of another algorithm', () => sign(good(), OURS.privateKey, 'none')],
    [
      'changed on the way',
      () =>
        sign(good()).replace(
          /\.[^.]+\./,
          `.${Buffer.from(JSON.stringify({ ...good(), x: 1 })).toString('base64url')}.`,
        ),
    ],
    ['that is none', () => 'x'],
  ])('refuses an assertion %s', async (_case, assertion) => {
    const { body } = await bearer(assertion());
    expect(body).toEqual({ error: 'invalid_grant', error_description: 'invalid assertion' });
  });
});

describe('sessions', () => {
  const EXPIRED = [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }];

  it.each([
    ['no header', {}],
    ['another token', { authorization: 'Bearer x' }],
    ['another scheme', { authorization: 'Basic x' }],
  ])('refuses %s', async (_case, headers) => {
    const response = await fetch(`${org.url}${BASE}/limits`, { headers: headers as Record<string, string> });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual(EXPIRED);
  });

  it('end all at once', async () => {
    org.salesforce.expireSessions();
    const { status, body } = await org.call('GET', '/limits');
    expect([status, body]).toEqual([401, EXPIRED]);
    await org.login();
    expect((await org.call('GET', '/limits')).status).toBe(200);
  });

  it('end when unused for two hours, and live on when used', async () => {
    now += 7_000_000;
    expect((await org.call('GET', '/limits')).status).toBe(200);
    now += 7_000_000;
    expect((await org.call('GET', '/limits')).status).toBe(200);
    now += 7_200_000;
    expect((await org.call('GET', '/limits')).status).toBe(401);
  });
});
