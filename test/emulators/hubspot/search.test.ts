import { clock, CONTACTS, startAccount, stopAccounts } from './account';

afterEach(stopAccounts);

const one = (propertyName: string, operator: string, operand: object = {}) => ({
  filterGroups: [{ filters: [{ propertyName, operator, ...operand }] }],
});

async function accountWithPeople() {
  const account = await startAccount({ now: clock().now });
  const { emulator } = account;
  emulator.defineProperty('contacts', { name: 'score', type: 'number' });
  emulator.seedContact({
    firstname: 'Anna',
    email: 'anna@x.de',
    phone: '+49 30 901820',
    score: '9',
    lifecyclestage: 'lead',
  });
  emulator.seedContact({
    firstname: 'Boris',
    hs_additional_emails: 'b@y.com;boris@z.org',
    mobilephone: '+7 912 3456789',
    score: '10',
  });
  emulator.seedContact({
    firstname: 'Carla Maria',
    email: 'carla.m@y.com',
    score: '11',
    lifecyclestage: 'customer',
  });
  return account;
}

describe('filters', () => {
  it.each<{ property: string; operator: string; operand?: object; found: string[] }>([
    { property: 'firstname', operator: 'EQ', operand: { value: 'aNNa' }, found: ['Anna'] },
    { property: 'firstname', operator: 'NEQ', operand: { value: 'anna' }, found: ['Boris', 'Carla Maria'] },
    {
      property: 'firstname',
      operator: 'IN',
      operand: { values: ['anna', 'boris'] },
      found: ['Anna', 'Boris'],
    },
    { property: 'firstname', operator: 'IN', operand: { values: ['Anna'] }, found: [] },
    {
      property: 'firstname',
      operator: 'NOT_IN',
      operand: { values: ['anna'] },
      found: ['Boris', 'Carla Maria'],
    },
    { property: 'lifecyclestage', operator: 'EQ', operand: { value: 'lead' }, found: ['Anna'] },
    { property: 'lifecyclestage', operator: 'EQ', operand: { value: 'LEAD' }, found: [] },
    {
      property: 'lifecyclestage',
      operator: 'IN',
      operand: { values: ['lead', 'customer'] },
      found: ['Anna', 'Carla Maria'],
    },
    { property: 'score', operator: 'LT', operand: { value: '10' }, found: ['Anna'] },
    { property: 'score', operator: 'LTE', operand: { value: '10' }, found: ['Anna', 'Boris'] },
    { property: 'score', operator: 'GT', operand: { value: '9' }, found: ['Boris', 'Carla Maria'] },
    { property: 'score', operator: 'GTE', operand: { value: '11' }, found: ['Carla Maria'] },
    {
      property: 'score',
      operator: 'BETWEEN',
      operand: { value: '9', highValue: '10' },
      found: ['Anna', 'Boris'],
    },
    { property: 'email', operator: 'HAS_PROPERTY', found: ['Anna', 'Carla Maria'] },
    { property: 'email', operator: 'NOT_HAS_PROPERTY', found: ['Boris'] },
    { property: 'email', operator: 'CONTAINS_TOKEN', operand: { value: '*@y.com' }, found: ['Carla Maria'] },
    {
      property: 'email',
      operator: 'NOT_CONTAINS_TOKEN',
      operand: { value: '*@y.com' },
      found: ['Anna', 'Boris'],
    },
    {
      property: 'firstname',
      operator: 'CONTAINS_TOKEN',
      operand: { value: 'maria' },
      found: ['Carla Maria'],
    },
    { property: 'firstname', operator: 'CONTAINS_TOKEN', operand: { value: 'mari' }, found: [] },
    {
      property: 'hs_additional_emails',
      operator: 'CONTAINS_TOKEN',
      operand: { value: 'boris@z.org' },
      found: ['Boris'],
    },
    {
      property: 'hs_additional_emails',
      operator: 'CONTAINS_TOKEN',
      operand: { value: 'oris@z.org' },
      found: [],
    },
    { property: 'email', operator: 'EQ', operand: { value: 'boris@z.org' }, found: [] },
    {
      property: 'hs_searchable_calculated_phone_number',
      operator: 'EQ',
      operand: { value: '30901820' },
      found: ['Anna'],
    },
    {
      property: 'hs_searchable_calculated_phone_number',
      operator: 'EQ',
      operand: { value: '4930901820' },
      found: [],
    },
    {
      property: 'hs_searchable_calculated_mobile_number',
      operator: 'CONTAINS_TOKEN',
      operand: { value: '*3456789' },
      found: ['Boris'],
    },
    { property: 'phone', operator: 'EQ', operand: { value: '+4930901820' }, found: [] },
    {
      property: 'createdate',
      operator: 'GTE',
      operand: { value: '2026-11-23T10:00:00Z' },
      found: ['Anna', 'Boris', 'Carla Maria'],
    },
    {
      property: 'createdate',
      operator: 'GT',
      operand: { value: String(Date.parse('2026-11-23T10:00:00Z')) },
      found: [],
    },
  ])('$property $operator $operand finds $found', async ({ property, operator, operand, found }) => {
    const { search } = await accountWithPeople();
    const { status, body } = await search({ ...one(property, operator, operand), properties: ['firstname'] });
    expect(status).toBe(200);
    expect(body.total).toBe(found.length);
    expect(body.results.map((r) => r.properties.firstname)).toEqual(found);
  });

  it('groups are OR, the filters of one AND', async () => {
    const { search } = await accountWithPeople();
    const filter = (propertyName: string, value: string) => ({ propertyName, operator: 'EQ', value });
    const { body } = await search({
      filterGroups: [
        { filters: [filter('firstname', 'anna'), filter('score', '9')] },
        { filters: [filter('firstname', 'boris'), filter('score', '9')] },
        { filters: [filter('email', 'carla.m@y.com')] },
      ],
      sorts: [{ propertyName: 'score', direction: 'DESCENDING' }],
      properties: ['score'],
    });
    expect(body.results.map((r) => r.properties.score)).toEqual(['11', '9']);
  });

  it('`email EQ` finds additional addresses only when told so', async () => {
    const { search, emulator } = await accountWithPeople();
    emulator.settings.searchMatchesSecondaryEmail = true;
    expect((await search(one('email', 'EQ', { value: 'B@y.com' }))).body.total).toBe(1);
  });
});

describe('what is refused', () => {
  const filters = (count: number) =>
    Array.from({ length: count }, () => ({ propertyName: 'city', operator: 'EQ', value: 'x' }));
  it.each<{ case: string; request: unknown; message: RegExp }>([
    {
      case: 'an unknown property',
      request: one('nix', 'EQ', { value: '1' }),
      message: /"nix" does not exist/,
    },
    { case: 'an unknown operator', request: one('city', 'LIKE', { value: '1' }), message: /FilterOperator/ },
    {
      case: 'a filter without operator',
      request: { filterGroups: [{ filters: [{ propertyName: 'city' }] }] },
      message: /required attributes are not set \[operator\]/,
    },
    { case: 'EQ without a value', request: one('city', 'EQ'), message: /requires a value/ },
    { case: 'IN with one value', request: one('city', 'IN', { value: 'x' }), message: /requires values/ },
    {
      case: 'BETWEEN without an end',
      request: one('createdate', 'BETWEEN', { value: '1' }),
      message: /highValue/,
    },
    {
      case: 'six groups',
      request: { filterGroups: Array.from({ length: 6 }, () => ({ filters: filters(1) })) },
      message: /too many filterGroups/,
    },
    {
      case: 'seven filters in a group',
      request: { filterGroups: [{ filters: filters(7) }] },
      message: /per filterGroup/,
    },
    {
      case: 'nineteen filters',
      request: { filterGroups: [6, 6, 6, 1].map((count) => ({ filters: filters(count) })) },
      message: /too many filters \(count: 19/,
    },
    { case: '201 results', request: { limit: 201 }, message: /limit/ },
    { case: 'two sorts', request: { sorts: ['city', 'state'] }, message: /only one sort/ },
    { case: 'sorting by nothing', request: { sorts: ['-nix'] }, message: /"nix" does not exist/ },
    { case: 'paging past the end', request: { after: '10000' }, message: /10000/ },
    {
      case: 'a long body',
      request: one('city', 'EQ', { value: 'x'.repeat(3000) }),
      message: /3000 characters/,
    },
  ])('$case', async ({ request, message }) => {
    const { search } = await startAccount();
    const { status, body } = await search(request);
    expect(status).toBe(400);
    expect(body.message).toMatch(message);
  });

  it('eighteen filters in three groups are the most', async () => {
    const { search } = await startAccount();
    const { status } = await search({
      filterGroups: [6, 6, 6].map((count) => ({ filters: filters(count) })),
    });
    expect(status).toBe(200);
  });
});

it('pages, and knows the total', async () => {
  const { search, emulator } = await startAccount();
  for (let n = 0; n < 25; n++) emulator.seedContact({ firstname: `P${n}` });
  const first = await search({});
  expect([first.body.total, first.body.results.length, first.body.paging.next.after]).toEqual([25, 10, '10']);
  const last = await search({ after: '20', limit: 10 });
  expect([last.body.total, last.body.results.length, last.body.paging]).toEqual([25, 5, undefined]);
});

it('looks through names, addresses and numbers for a query', async () => {
  const { search } = await accountWithPeople();
  expect((await search({ query: 'carl' })).body.total).toBe(1);
  expect((await search({ query: '30901820' })).body.total).toBe(1);
  expect((await search({ query: 'nobody' })).body.total).toBe(0);
});

describe('the index lags behind', () => {
  async function lagging() {
    const time = clock();
    return { ...(await startAccount({ now: time.now, searchLagMs: 2000 })), ...time };
  }

  it('a new contact is found after the lag; a read sees it at once', async () => {
    const { create, search, call, advance } = await lagging();
    const { body } = await create({ email: 'new@x.de' });
    const find = async () => (await search(one('email', 'EQ', { value: 'new@x.de' }))).body.total;
    expect(await find()).toBe(0);
    expect((await call('GET', `${CONTACTS}/${body.id}`)).status).toBe(200);
    advance(1999);
    expect(await find()).toBe(0);
    advance(1);
    expect(await find()).toBe(1);
  });

  it('a changed value matches by the old one until then, and answers with it', async () => {
    const { search, call, emulator, advance } = await lagging();
    const id = emulator.seedContact({ firstname: 'Old' });
    await call('PATCH', `${CONTACTS}/${id}`, { properties: { firstname: 'New' } });
    const find = async (value: string) => (await search(one('firstname', 'EQ', { value }))).body;
    expect((await find('Old')).results[0]?.properties.firstname).toBe('Old');
    expect((await find('New')).total).toBe(0);
    advance(2000);
    expect((await find('Old')).total).toBe(0);
    expect((await find('New')).total).toBe(1);
  });

  it('an archived contact is not found', async () => {
    const { search, emulator } = await lagging();
    emulator.archive('contacts', emulator.seedContact({ firstname: 'Gone' }));
    expect((await search({})).body.total).toBe(0);
  });
});

it('finds other records than contacts', async () => {
  const { search, emulator } = await startAccount();
  emulator.seed('notes', { hs_timestamp: '2026-01-01T00:00:00.000Z', hs_note_body: 'chat 42 ended' });
  const { body } = await search(one('hs_note_body', 'CONTAINS_TOKEN', { value: '42' }), 'notes');
  expect(body.total).toBe(1);
});
