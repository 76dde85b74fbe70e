import { ALL_SCOPES, SANDBOX_TOKEN } from '../../../emulators/hubspot';
import { clock, CONTACTS, startAccount, stopAccounts } from './account';

afterEach(stopAccounts);

describe('tokens', () => {
  it('none at all', async () => {
    const { call } = await startAccount();
    const { status, body } = await call('GET', CONTACTS, undefined, { token: '' });
    expect([status, body.category]).toEqual([401, 'INVALID_AUTHENTICATION']);
    expect(body.message).toMatch(/^Authentication credentials not found/);
  });

  it('one that cannot be read is told to have expired in 1970', async () => {
    const { call } = await startAccount({ now: clock().now });
    const { status, body } = await call('GET', CONTACTS, undefined, { token: 'nonsense' });
    expect(status).toBe(401);
    expect(body).toMatchObject({
      message: 'The OAuth token used to make this call expired 20780 day(s) ago.',
      category: 'EXPIRED_AUTHENTICATION',
      context: { 'expire time': ['1970-01-01T00:00:00.000Z'] },
    });
  });

  it('an expired and a revoked one', async () => {
    const { now, advance } = clock();
    const { call, emulator } = await startAccount({ now });
    emulator.tokens.expire(SANDBOX_TOKEN);
    advance(32_000);
    expect((await call('GET', CONTACTS)).body.message).toContain('expired 32 second(s) ago');
    emulator.tokens.grant('second');
    expect((await call('GET', CONTACTS, undefined, { token: 'second' })).status).toBe(200);
    emulator.tokens.revoke('second');
    expect((await call('GET', CONTACTS, undefined, { token: 'second' })).status).toBe(401);
  });
});

it.each<{ method: string; path: string; scope: string; body?: object }>([
  { method: 'GET', path: CONTACTS, scope: 'crm.objects.contacts.read' },
  { method: 'GET', path: `${CONTACTS}/1`, scope: 'crm.objects.contacts.read' },
  { method: 'POST', path: `${CONTACTS}/search`, scope: 'crm.objects.contacts.read', body: {} },
  { method: 'POST', path: `${CONTACTS}/batch/read`, scope: 'crm.objects.contacts.read', body: {} },
  { method: 'POST', path: CONTACTS, scope: 'crm.objects.contacts.write', body: {} },
  { method: 'PATCH', path: `${CONTACTS}/1`, scope: 'crm.objects.contacts.write', body: {} },
  { method: 'DELETE', path: `${CONTACTS}/1`, scope: 'crm.objects.contacts.write' },
  { method: 'POST', path: `${CONTACTS}/batch/upsert`, scope: 'crm.objects.contacts.write', body: {} },
  { method: 'POST', path: `${CONTACTS}/merge`, scope: 'crm.objects.contacts.write', body: {} },
  { method: 'POST', path: '/crm/v3/objects/notes', scope: 'crm.objects.contacts.write', body: {} },
  { method: 'POST', path: '/crm/v3/objects/deals', scope: 'crm.objects.deals.write', body: {} },
  { method: 'POST', path: '/crm/v3/objects/leads', scope: 'crm.objects.leads.write', body: {} },
  {
    method: 'PUT',
    path: '/crm/v4/objects/notes/1/associations/default/contacts/2',
    scope: 'crm.objects.contacts.write',
  },
  { method: 'GET', path: '/crm/v4/objects/contacts/1/associations/deals', scope: 'crm.objects.deals.read' },
  { method: 'GET', path: '/crm/v3/owners/', scope: 'crm.objects.owners.read' },
  { method: 'GET', path: '/crm/v3/owners/1', scope: 'crm.objects.owners.read' },
  { method: 'GET', path: '/crm/v3/properties/contacts', scope: 'crm.schemas.contacts.read' },
  { method: 'POST', path: '/crm/v3/properties/contacts', scope: 'crm.schemas.contacts.write', body: {} },
  {
    method: 'POST',
    path: '/crm/v3/properties/contacts/groups',
    scope: 'crm.schemas.contacts.write',
    body: {},
  },
  { method: 'GET', path: '/account-info/v3/details', scope: 'oauth' },
])('$method $path needs $scope', async ({ method, path, scope, body }) => {
  const { call, emulator } = await startAccount();
  emulator.tokens.grant(
    'narrow',
    ALL_SCOPES.filter((granted) => granted !== scope),
  );
  const refused = await call(method, path, body, { token: 'narrow' });
  expect(refused.status).toBe(403);
  expect(refused.body).toMatchObject({
    category: 'MISSING_SCOPES',
    errors: [{ context: { requiredGranularScopes: [scope] } }],
    links: { scopes: 'https://developers.hubspot.com/scopes' },
  });
  emulator.tokens.grant('wide');
  const { body: answer } = await call(method, path, body, { token: 'wide' });
  expect(answer?.category).not.toBe('MISSING_SCOPES');
});

describe('requests that are none', () => {
  it.each(['{', '', '[]', '"x"', 'null', '{"properties":'])('the body %j', async (body) => {
    const { call } = await startAccount();
    const answer = await call('POST', CONTACTS, body);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toMatch(/^Invalid input JSON on line \d+, column \d+: /);
  });

  it('names the place in the text', async () => {
    const { call } = await startAccount();
    expect((await call('POST', CONTACTS, '{\n  "a": 1 x}')).body.message).toContain('line 2, column 10');
  });

  it('without properties', async () => {
    const { call } = await startAccount();
    expect((await call('POST', CONTACTS, { email: 'a@x.de' })).body.message).toContain('[properties]');
  });

  it('another content type', async () => {
    const { call } = await startAccount();
    const { status } = await call('POST', CONTACTS, 'a=b', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(status).toBe(415);
  });

  it.each(['/', '/crm/v3/nix', '/crm/objects/2025-03/contacts', '/crm/v1/objects/contacts'])(
    'the path %s',
    async (path) => {
      const { call } = await startAccount();
      const { status, headers } = await call('GET', path);
      expect([status, headers.get('content-type')]).toEqual([404, 'text/html; charset=UTF-8']);
    },
  );

  it('an unknown object type', async () => {
    const { call } = await startAccount();
    const { status, body } = await call('GET', '/crm/v3/objects/chats');
    expect([status, body.message]).toEqual([400, 'Unable to infer object type from: chats']);
  });
});

describe.each(['/crm/v3/owners', '/crm/v3/owners/', '/crm/owners/2026-03', '/crm/owners/2026-09/'])(
  '%s',
  (path) => {
    it('lists the active owners; the archived ones when asked', async () => {
      const { call } = await startAccount();
      const { body } = await call('GET', path);
      expect(body.results).toMatchObject([
        { id: '41629779', email: 'anna@example.com', userId: 9_586_504, type: 'PERSON', archived: false },
        { id: '41629780', email: 'Boris@Example.com' },
      ]);
      const archived = await call('GET', `${path}?archived=true`);
      expect(archived.body.results).toMatchObject([
        { email: 'carla@example.com', userId: null, archived: true },
      ]);
    });

    it('pages and filters', async () => {
      const { call } = await startAccount();
      const first = await call('GET', `${path}?limit=1`);
      expect(first.body.results).toHaveLength(1);
      const second = await call('GET', `${path}?limit=1&after=${first.body.paging.next.after}`);
      expect([second.body.results[0]?.id, second.body.paging]).toEqual(['41629780', undefined]);
      expect((await call('GET', `${path}?email=anna@example.com`)).body.results).toHaveLength(1);
      expect((await call('GET', `${path}?email=nobody@example.com`)).body.results).toEqual([]);
      expect((await call('GET', `${path}?limit=501`)).status).toBe(400);
    });
  },
);

it('one owner, by id or user id', async () => {
  const { call, emulator } = await startAccount();
  expect((await call('GET', '/crm/v3/owners/41629780')).body.email).toBe('Boris@Example.com');
  expect((await call('GET', '/crm/v3/owners/9586505?idProperty=userId')).body.id).toBe('41629780');
  expect((await call('GET', '/crm/v3/owners/9586505')).status).toBe(404);
  expect((await call('GET', '/crm/v3/owners/41629781')).status).toBe(404);
  emulator.setOwners([]);
  expect((await call('GET', '/crm/v3/owners')).body.results).toEqual([]);
});

it.each(['/account-info/v3/details', '/account-info/2026-03/details', '/account-info/2026-09/details'])(
  '%s tells the account',
  async (path) => {
    const { call } = await startAccount();
    const { body } = await call('GET', path);
    expect(body).toMatchObject({
      portalId: 12_345_678,
      uiDomain: 'app.hubspot.com',
      dataHostingLocation: 'na1',
    });
  },
);

it.each(['/crm/v3/objects/contacts', '/crm/objects/2026-03/contacts', '/crm/objects/2026-09/0-1'])(
  'the same contacts on %s',
  async (path) => {
    const { call } = await startAccount();
    const { body } = await call('POST', path, { properties: { email: 'a@x.de' } });
    expect((await call('GET', `${path}/a@x.de?idProperty=email`)).body.id).toBe(body.id);
    expect((await call('POST', `${path}/search`, {})).body.total).toBe(1);
    expect((await call('PATCH', `${path}/${body.id}`, { properties: { city: 'Rome' } })).status).toBe(200);
    expect((await call('DELETE', `${path}/${body.id}`)).status).toBe(204);
  },
);
