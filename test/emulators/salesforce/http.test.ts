import { createSalesforceEmulator, defaultState } from '../../../emulators/salesforce';
import { BASE, LEAD, startOrg, type Org } from './org';

let org: Org;
let now: number;
beforeEach(async () => {
  now = Date.parse('2026-11-20T10:00:00Z');
  org = await startOrg({ now: () => now });
});

const raw = (path: string, init: RequestInit = {}) =>
  fetch(org.url + path, { ...init, headers: { authorization: `Bearer ${org.token}`, ...init.headers } });

describe('paths and methods', () => {
  it.each([
    ['v60.0', 200],
    ['v68.0', 200],
    ['v69.0', 404],
    ['v59.0', 410],
    ['v30.0', 410],
    ['62.0', 404],
    ['v62', 404],
  ])('version %s: %i', async (version, status) => {
    expect((await raw(`/services/data/${version}/limits`)).status).toBe(status);
  });

  it('lists the versions without a session', async () => {
    const response = await fetch(`${org.url}/services/data`);
    expect(await response.json()).toContainEqual({
      label: 'Release 62',
      url: '/services/data/v62.0',
      version: '62.0',
    });
  });

  it.each(['/nope', '/sobjects/Leed', '/sobjects/Lead/00Q/a/b', '/composite/nope'])(
    'does not know %s',
    async (path) => {
      const { status, body } = await org.call('GET', path);
      expect([status, body[0].errorCode]).toEqual([404, 'NOT_FOUND']);
    },
  );

  it.each([
    ['PUT', '/sobjects/Lead', 'GET,POST'],
    ['DELETE', '/query', 'GET'],
    ['PUT', '/sobjects/Lead/00Q000000000001', 'DELETE,GET,PATCH'],
    ['GET', '/composite', 'POST'],
  ])('does not %s %s', async (method, path, allowed) => {
    const { status, body } = await org.call(method, path);
    expect([status, body]).toEqual([
      405,
      [
        {
          message: `HTTP Method '${method}' not allowed. Allowed are ${allowed}`,
          errorCode: 'METHOD_NOT_ALLOWED',
        },
      ],
    ]);
  });
});

describe('bodies', () => {
  const post = (body: string | undefined, type = 'application/json') =>
    raw(`${BASE}/sobjects/Lead`, { method: 'POST', body, headers: { 'content-type': type } });

  it.each<[string, string | undefined, string, number, string]>([
    ['no JSON', '{"LastName": ', 'application/json', 400, 'JSON_PARSER_ERROR'],
    ['no body', undefined, 'application/json', 400, 'JSON_PARSER_ERROR'],
    ['a list', '[]', 'application/json', 400, 'JSON_PARSER_ERROR'],
    ['a form', 'LastName=X', 'application/x-www-form-urlencoded', 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ])('%s', async (_case, body, type, status, code) => {
    const response = await post(body, type);
    expect(response.status).toBe(status);
    expect(((await response.json()) as { errorCode: string }[])[0]!.errorCode).toBe(code);
  });

  it('are JSON with a charset in capitals', async () => {
    expect((await post(JSON.stringify(LEAD))).headers.get('content-type')).toBe(
      'application/json;charset=UTF-8',
    );
  });
});

describe('the daily limit', () => {
  it('is told with every answer, and by /limits', async () => {
    org.salesforce.settings.dailyRequests = 15_000;
    expect((await org.call('GET', '/limits')).headers.get('sforce-limit-info')).toBe('api-usage=1/15000');
    const { body, headers } = await org.call('GET', '/limits');
    expect(body.DailyApiRequests).toEqual({ Max: 15_000, Remaining: 14_998 });
    expect(headers.get('sforce-limit-info')).toBe('api-usage=2/15000');
    expect((await org.call('GET', '/nope')).headers.get('sforce-limit-info')).toBe('api-usage=3/15000');
  });

  it('ends in a refusal, for 24 hours', async () => {
    org.salesforce.settings.dailyRequests = 1;
    await org.call('GET', '/limits');
    const { status, body } = await org.call('GET', '/limits');
    expect([status, body]).toEqual([
      403,
      [{ message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' }],
    ]);
    now += 23 * 3_600_000;
    await org.login();
    expect((await org.call('GET', '/limits')).status).toBe(403);
    now += 3_600_000;
    expect((await org.call('GET', '/limits')).status).toBe(200);
  });

  it('counts neither refused sessions nor logins', async () => {
    await org.login();
    await fetch(`${org.url}${BASE}/limits`);
    expect(org.salesforce.apiUsage).toBe(0);
  });
});

it('keeps a log of requests', async () => {
  org.salesforce.clearRequests();
  await org.call('POST', '/sobjects/Lead', LEAD);
  await org.soql('SELECT Id FROM Lead');
  expect(org.salesforce.requests).toEqual([
    { method: 'POST', path: `${BASE}/sobjects/Lead`, query: '', status: 201, body: LEAD, at: now },
    { method: 'GET', path: `${BASE}/query`, query: '?q=SELECT%20Id%20FROM%20Lead', status: 200, at: now },
  ]);
});

describe('faults', () => {
  const lead = (n = 0) => org.call('POST', '/sobjects/Lead', { ...LEAD, LastName: `L${n}` });
  const count = () => org.salesforce.leads().length;

  it.each<[string, Parameters<Org['salesforce']['faults']['add']>[0], number, string | RegExp]>([
    ['the daily limit', { kind: 'request-limit' }, 403, 'REQUEST_LIMIT_EXCEEDED'],
    ['a lock', { kind: 'locked' }, 400, 'UNABLE_TO_LOCK_ROW'],
    ['a lock told as 500', { kind: 'locked', status: 500 }, 500, 'UNABLE_TO_LOCK_ROW'],
    ['a busy server', { kind: 'server-unavailable' }, 503, 'SERVER_UNAVAILABLE'],
    ['a lost session', { kind: 'invalid-session' }, 401, 'INVALID_SESSION_ID'],
    ['an error page', { kind: 'html', status: 502 }, 502, /^<html>/],
    ['an empty answer', { kind: 'empty', status: 503 }, 503, /^$/],
    ['an answer of choice', { kind: 'answer', status: 420, body: [{ errorCode: 'X' }] }, 420, 'X'],
  ])('%s, once', async (_case, fault, status, code) => {
    org.salesforce.faults.add({ ...fault, path: '/sobjects/' });
    const hit = await lead();
    expect(hit.status).toBe(status);
    if (typeof code === 'string') expect(hit.body[0].errorCode).toBe(code);
    else expect(hit.body).toMatch(code);
    expect(count()).toBe(0);
    expect((await lead()).status).toBe(201);
  });

  it('hit by method, path, number and times', async () => {
    org.salesforce.faults.add({
      kind: 'empty',
      status: 503,
      method: 'post',
      path: /\/sobjects\/Lead$/,
      nth: 2,
      times: 2,
    });
    expect((await org.soql('SELECT Id FROM Lead')).status).toBe(200);
    const statuses = [];
    for (let n = 0; n < 4; n++) statuses.push((await lead(n)).status);
    expect(statuses).toEqual([201, 503, 503, 201]);
  });

  it('hit by the query, and for ever, until cleared', async () => {
    org.salesforce.faults.add({ kind: 'invalid-session', path: 'FROM Lead', times: Infinity });
    for (let n = 0; n < 3; n++) expect((await org.soql('SELECT Id FROM Lead')).status).toBe(401);
    expect((await org.soql('SELECT Id FROM User')).status).toBe(200);
    org.salesforce.faults.clear();
    expect((await org.soql('SELECT Id FROM Lead')).status).toBe(200);
  });

  it('cut the connection before anything happened', async () => {
    org.salesforce.faults.add({ kind: 'reset-before' });
    await expect(lead()).rejects.toThrow('fetch failed');
    expect(count()).toBe(0);
    expect(org.salesforce.requests.at(-1)?.status).toBeUndefined();
  });

  it.each(['reset-after', 'html-after', 'hang-after'] as const)('%s: the write took effect', async (kind) => {
    org.salesforce.faults.add(kind === 'html-after' ? { kind, status: 502 } : { kind });
    const response = raw(`${BASE}/sobjects/Lead`, {
      method: 'POST',
      body: JSON.stringify(LEAD),
      headers: { 'content-type': 'application/json' },
      signal: AbortSignal.timeout(300),
    });
    if (kind === 'html-after') expect((await response).status).toBe(502);
    else await expect(response).rejects.toThrow();
    expect(count()).toBe(1);
  });

  it('hang', async () => {
    org.salesforce.faults.add({ kind: 'hang' });
    await expect(raw(`${BASE}/limits`, { signal: AbortSignal.timeout(100) })).rejects.toThrow(/timeout/);
  });

  it('delay, and let others do something meanwhile', async () => {
    const id = await org.create('Lead', LEAD);
    org.salesforce.faults.add({ kind: 'delay', ms: 60, method: 'PATCH' });
    org.salesforce.faults.add({ kind: 'meanwhile', run: () => org.salesforce.convert(id), method: 'PATCH' });
    const began = performance.now();
    expect((await org.call('PATCH', `/sobjects/Lead/${id}`, { Title: 'x' })).body[0].errorCode).toBe(
      'CANNOT_UPDATE_CONVERTED_LEAD',
    );
    expect(performance.now() - began).toBeGreaterThan(50);
  });

  it('hit the token endpoint too', async () => {
    org.salesforce.faults.add({ kind: 'empty', status: 503, path: '/services/oauth2/token' });
    expect(await org.login()).toBe('undefined');
    expect(await org.login()).toMatch(/^00D/);
  });
});

describe('the state', () => {
  it('is plain JSON from which everything goes on', async () => {
    org.salesforce.defineExternalId('Lead', 'Key__c');
    org.salesforce.addDuplicateRule();
    const id = await org.create('Lead', { ...LEAD, Key__c: 'k', Email: 'tom@example.com' });
    const state = JSON.parse(JSON.stringify(org.salesforce.toJSON())) as ReturnType<typeof defaultState>;
    const next = await startOrg({ state });
    expect(next.salesforce.get(id)?.fields).toMatchObject({ Key__c: 'k' });
    expect((await next.call('PATCH', '/sobjects/Lead/Key__c/k', { Title: 'x' })).body.created).toBe(false);
    const { body } = await next.call('POST', '/sobjects/Lead', { ...LEAD, Email: 'tom@example.com' });
    expect(body[0].errorCode).toBe('DUPLICATES_DETECTED');
    expect(await next.create('Lead', LEAD)).not.toBe(id);
    expect(org.salesforce.get(id)?.fields.Title).toBeNull();
  });

  it('is a fresh one each time', () => {
    createSalesforceEmulator().defineExternalId('Lead', 'Key__c');
    expect(defaultState().fields.Lead?.some(({ name }) => name === 'Key__c')).toBe(false);
    expect(defaultState()).toEqual(defaultState());
  });

  it('takes no fields it does not have', () => {
    expect(() => org.salesforce.seed('Lead', { foo: 1 })).toThrow('Lead has no field foo');
    expect(() => org.salesforce.edit(org.salesforce.contacts()[0]!.id, { foo: 1 })).toThrow(
      'Contact has no field foo',
    );
    expect(() => org.salesforce.convert('00Q')).toThrow('there is no Lead 00Q');
    expect(() => org.salesforce.changeField('Lead', 'foo', {})).toThrow('Lead has no field foo');
    expect(() => org.salesforce.userId('nobody')).toThrow('there is no user nobody');
  });
});
