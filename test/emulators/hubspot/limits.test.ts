import { clock, CONTACTS, startAccount, stopAccounts } from './account';

afterEach(stopAccounts);

it('five searches a second, over the whole account', async () => {
  const { now, advance } = clock();
  const { search, call } = await startAccount({ now, rateLimits: true });
  for (let n = 0; n < 5; n++) expect((await search({})).status).toBe(200);
  const { status, body } = await search({});
  expect(status).toBe(429);
  expect(body).toMatchObject({
    message: 'You have reached your secondly limit.',
    errorType: 'RATE_LIMIT',
    policyName: 'SECONDLY',
    category: 'RATE_LIMITS',
  });
  expect((await call('GET', CONTACTS)).status).toBe(200);
  advance(1000);
  expect((await search({})).status).toBe(200);
});

it('a hundred other requests in ten seconds', async () => {
  const { now, advance } = clock();
  const { call, search } = await startAccount({ now, rateLimits: true });
  for (let n = 0; n < 100; n++) expect((await call('GET', '/crm/v3/owners')).status).toBe(200);
  const { status, body, headers } = await call('GET', '/crm/v3/owners');
  expect([status, body.policyName]).toEqual([429, 'TEN_SECONDLY_ROLLING']);
  expect(body.message).toBe('You have reached your ten_secondly_rolling limit.');
  expect(headers.get('retry-after')).toBeNull();
  expect((await search({})).status).toBe(200);
  advance(10_000);
  expect((await call('GET', '/crm/v3/owners')).status).toBe(200);
});

it('so many a day, until midnight of the account', async () => {
  const { now, advance } = clock(Date.parse('2026-11-23T22:59:59Z'));
  const { call } = await startAccount({ now, rateLimits: { daily: 2 } });
  expect((await call('GET', CONTACTS)).headers.get('x-hubspot-ratelimit-daily-remaining')).toBe('1');
  await call('GET', CONTACTS);
  expect((await call('GET', CONTACTS)).body).toMatchObject({
    policyName: 'DAILY',
    message: 'You have reached your daily limit.',
  });
  advance(1000);
  expect((await call('GET', CONTACTS)).status).toBe(200);
});

it('tells what is left, but not on searches', async () => {
  const { now } = clock();
  const { call, search } = await startAccount({ now });
  const { headers } = await call('GET', CONTACTS);
  expect(Object.fromEntries([...headers].filter(([name]) => name.startsWith('x-hubspot')))).toEqual({
    'x-hubspot-ratelimit-daily': '250000',
    'x-hubspot-ratelimit-daily-remaining': '249999',
    'x-hubspot-ratelimit-interval-milliseconds': '10000',
    'x-hubspot-ratelimit-max': '100',
    'x-hubspot-ratelimit-remaining': '99',
  });
  const searched = await search({});
  expect([...searched.headers.keys()].filter((name) => name.includes('ratelimit'))).toEqual([]);
});

it('nothing is refused unless limits are switched on', async () => {
  const { search } = await startAccount({ now: clock().now });
  for (let n = 0; n < 7; n++) expect((await search({})).status).toBe(200);
});
