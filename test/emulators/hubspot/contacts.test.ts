import { clock, CONTACTS, refusals, startAccount, stopAccounts } from './account';

afterEach(stopAccounts);

describe('creating a contact', () => {
  it('answers 201 with all values as strings and the record ids and dates', async () => {
    const { now } = clock();
    const { create } = await startAccount({ now });
    const { status, body } = await create({ email: 'Jane@Example.COM', firstname: 'Jane', zip: 12345 });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      id: '201',
      createdAt: '2026-11-23T10:00:00.000Z',
      updatedAt: '2026-11-23T10:00:00.000Z',
      archived: false,
      properties: {
        email: 'jane@example.com',
        firstname: 'Jane',
        zip: '12345',
        hs_object_id: '201',
        createdate: '2026-11-23T10:00:00.000Z',
        lastmodifieddate: '2026-11-23T10:00:00.000Z',
      },
    });
    expect(body.properties).not.toHaveProperty('lifecyclestage');
  });

  it.each<{ case: string; properties: Record<string, unknown>; error: string; name: string }>([
    { case: 'no address at all', properties: { email: 'x' }, name: 'email', error: 'INVALID_EMAIL' },
    { case: 'no top-level domain', properties: { email: 'a@b' }, name: 'email', error: 'INVALID_EMAIL' },
    { case: 'two dots', properties: { email: 'a..b@c.de' }, name: 'email', error: 'INVALID_EMAIL' },
    {
      case: 'a bad additional address',
      properties: { firstname: 'A', hs_additional_emails: 'a@b.cd;oops' },
      name: 'hs_additional_emails',
      error: 'INVALID_EMAIL',
    },
    { case: 'an unknown property', properties: { nix: '1' }, name: 'nix', error: 'PROPERTY_DOESNT_EXIST' },
    {
      case: 'a custom property nobody made',
      properties: { jivochat_visitor_id: '1' },
      name: 'jivochat_visitor_id',
      error: 'PROPERTY_DOESNT_EXIST',
    },
    {
      case: 'an unknown lifecycle stage',
      properties: { lifecyclestage: 'Lead' },
      name: 'lifecyclestage',
      error: 'INVALID_OPTION',
    },
    {
      case: 'an unknown lead status',
      properties: { hs_lead_status: 'new' },
      name: 'hs_lead_status',
      error: 'INVALID_OPTION',
    },
    {
      case: 'the record id',
      properties: { hs_object_id: '7' },
      name: 'hs_object_id',
      error: 'READ_ONLY_VALUE',
    },
    {
      case: 'a calculated number',
      properties: { hs_searchable_calculated_phone_number: '7' },
      name: 'hs_searchable_calculated_phone_number',
      error: 'READ_ONLY_VALUE',
    },
    {
      case: 'too long a text',
      properties: { city: 'x'.repeat(65_537) },
      name: 'city',
      error: 'PROPERTY_VALUE_TOO_LONG',
    },
    {
      case: 'a user id for an owner',
      properties: { hubspot_owner_id: '9586504' },
      name: 'hubspot_owner_id',
      error: 'INVALID_OWNER_ID',
    },
    {
      case: 'an archived owner',
      properties: { hubspot_owner_id: '41629781' },
      name: 'hubspot_owner_id',
      error: 'INVALID_OWNER_ID',
    },
    {
      case: 'a name for an owner',
      properties: { hubspot_owner_id: 'anna@example.com' },
      name: 'hubspot_owner_id',
      error: 'INVALID_OWNER_ID',
    },
  ])('refuses $case', async ({ properties, name, error }) => {
    const { create, emulator } = await startAccount();
    const answer = await create({ firstname: 'Jane', ...properties });
    expect(answer.status).toBe(400);
    expect(answer.body.category).toBe('VALIDATION_ERROR');
    expect(refusals(answer)).toEqual([{ name, error }]);
    expect(answer.body.errors).toMatchObject([{ code: error, context: { propertyName: [name] } }]);
    expect(emulator.contacts()).toEqual([]);
  });

  it('names all that is wrong at once and saves nothing', async () => {
    const { create, emulator } = await startAccount();
    const answer = await create({ email: 'x', nix: '1', lifecyclestage: 'boss', firstname: 'Jane' });
    expect(refusals(answer).map(({ name }) => name)).toEqual(['email', 'nix', 'lifecyclestage']);
    expect(emulator.contacts()).toEqual([]);
  });

  it.each([{ phone: '+4930123456' }, {}, { email: '' }])(
    'needs an e-mail or a name: %j',
    async (properties) => {
      const { create } = await startAccount();
      const { status, body } = await create(properties);
      expect(status).toBe(400);
      expect(body).toMatchObject({
        category: 'VALIDATION_ERROR',
        context: { properties: ['email', 'firstname', 'lastname'] },
      });
    },
  );

  it('takes the longest value it allows', async () => {
    const { create } = await startAccount();
    expect((await create({ firstname: 'J', city: 'x'.repeat(65_536) })).status).toBe(201);
  });

  it('says nothing by null and refuses lists', async () => {
    const { create } = await startAccount();
    const { status, body } = await create({ firstname: 'J', lastname: null });
    expect([status, body.properties.lastname]).toEqual([201, undefined]);
    const refused = await create({ firstname: ['J'] });
    expect(refused.status).toBe(400);
    expect(refused.body.message).toMatch(/^Invalid input JSON on line 1/);
    expect(refused.body).not.toHaveProperty('category');
  });
});

describe('e-mail addresses are unique', () => {
  it.each([
    { case: 'primary against primary', properties: { email: 'ANNA@x.de' } },
    { case: 'primary against additional', properties: { email: 'second@x.de' } },
    {
      case: 'additional against primary',
      properties: { email: 'new@x.de', hs_additional_emails: 'anna@x.de' },
    },
    {
      case: 'additional against additional',
      properties: { hs_additional_emails: 'a@x.de;second@x.de', firstname: 'B' },
    },
  ])('on creation: $case', async ({ properties }) => {
    const { create, emulator } = await startAccount();
    const id = emulator.seedContact({ email: 'Anna@x.de', hs_additional_emails: 'first@x.de;Second@x.de' });
    const { status, body } = await create(properties);
    expect(status).toBe(409);
    expect(body).toMatchObject({
      status: 'error',
      category: 'CONFLICT',
      message: `Contact already exists. Existing ID: ${id}`,
    });
    expect(emulator.contacts()).toHaveLength(1);
  });

  it('on update too, but not against itself', async () => {
    const { call, emulator } = await startAccount();
    const anna = emulator.seedContact({ email: 'anna@x.de' });
    const boris = emulator.seedContact({ email: 'boris@x.de' });
    const patch = (properties: object) => call('PATCH', `${CONTACTS}/${boris}`, { properties });
    expect((await patch({ email: 'boris@x.de' })).status).toBe(200);
    for (const properties of [{ email: 'anna@x.de' }, { hs_additional_emails: 'anna@x.de' }]) {
      const { status, body } = await patch(properties);
      expect([status, body.message]).toEqual([409, `Contact already exists. Existing ID: ${anna}`]);
    }
  });

  it('an archived contact frees its address', async () => {
    const { call, create, emulator } = await startAccount();
    const id = emulator.seedContact({ email: 'anna@x.de' });
    expect((await call('DELETE', `${CONTACTS}/${id}`)).status).toBe(204);
    expect((await create({ email: 'anna@x.de' })).status).toBe(201);
  });

  it('two creations at the same moment: one wins, the other learns its id', async () => {
    const { create, emulator } = await startAccount();
    const answers = await Promise.all([1, 2, 3].map(() => create({ email: 'race@x.de' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(emulator.contacts()).toHaveLength(1);
  });

  it('can tell of it by coordinates, as HubSpot does when creations meet', async () => {
    const { create, emulator } = await startAccount({ emailConflict: 'coordinates' });
    const id = emulator.seedContact({ email: 'race@x.de' });
    const { status, body } = await create({ email: 'race@x.de' });
    expect(status).toBe(400);
    expect(body.message).toBe(
      'Cannot set PropertyValueCoordinates{portalId=12345678, objectTypeId=ObjectTypeId{legacyObjectType=CONTACT}, ' +
        `propertyName=email, value=race@x.de} on 202. ${id} already has that value.`,
    );
  });
});

it('a value of a custom unique property belongs to one contact', async () => {
  const { create, emulator } = await startAccount();
  emulator.defineProperty('contacts', { name: 'jivochat_visitor', hasUniqueValue: true });
  const id = emulator.seedContact({ firstname: 'A', jivochat_visitor: 'v1' });
  const { status, body } = await create({ firstname: 'B', jivochat_visitor: 'v1' });
  expect([status, body.category]).toEqual([400, 'VALIDATION_ERROR']);
  expect(body.message).toContain(
    `propertyName=jivochat_visitor, value=v1} on 202. ${id} already has that value.`,
  );
  emulator.settings.uniqueConflict = 'listed';
  const listed = await create({ firstname: 'B', jivochat_visitor: 'v1' });
  expect(refusals(listed)).toEqual([{ name: 'jivochat_visitor', error: 'CONFLICTING_UNIQUE_VALUE' }]);
});

describe('reading a contact', () => {
  it('leaves undefined properties out and gives null for empty ones', async () => {
    const { call, emulator } = await startAccount();
    const id = emulator.seedContact({ firstname: 'A' });
    const { body } = await call('GET', `${CONTACTS}/${id}?properties=firstname,city&properties=nix`);
    expect(Object.keys(body.properties as object).sort()).toEqual(
      ['city', 'createdate', 'firstname', 'hs_object_id', 'lastmodifieddate'].sort(),
    );
    expect(body.properties).toMatchObject({ firstname: 'A', city: null });
  });

  it('by e-mail, in any case; not by an additional one unless told so', async () => {
    const { call, emulator } = await startAccount();
    const id = emulator.seedContact({ email: 'a+b@x.de', hs_additional_emails: 'other@x.de' });
    const get = (email: string) => call('GET', `${CONTACTS}/${encodeURIComponent(email)}?idProperty=email`);
    expect((await get('A+b@x.de')).body.id).toBe(id);
    const missed = await get('other@x.de');
    expect([missed.status, missed.body.message]).toEqual([404, 'resource not found']);
    emulator.settings.lookupBySecondaryEmail = true;
    expect((await get('Other@X.de')).body.id).toBe(id);
  });

  it.each(['999', 'abc', 'a%40b.de'])('404 for %s', async (id) => {
    const { call } = await startAccount();
    const { status, body } = await call('GET', `${CONTACTS}/${id}`);
    expect([status, body.category]).toEqual([404, 'OBJECT_NOT_FOUND']);
    expect(body.message).toBe('Object not found.  objectId are usually numeric.');
  });

  it('refuses a property without unique values as the key', async () => {
    const { call } = await startAccount();
    expect((await call('GET', `${CONTACTS}/x?idProperty=phone`)).status).toBe(400);
  });

  it('pages through the list', async () => {
    const { call, emulator } = await startAccount();
    for (const name of ['A', 'B', 'C']) emulator.seedContact({ firstname: name });
    const first = await call('GET', `${CONTACTS}?limit=2`);
    expect(first.body.results).toHaveLength(2);
    const second = await call('GET', `${CONTACTS}?limit=2&after=${first.body.paging.next.after}`);
    expect(second.body.results).toHaveLength(1);
    expect(second.body.paging).toBeUndefined();
    expect((await call('GET', `${CONTACTS}?limit=101`)).status).toBe(400);
  });
});
