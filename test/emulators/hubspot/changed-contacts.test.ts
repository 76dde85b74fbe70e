import { clock, CONTACTS, refusals, startAccount, stopAccounts } from './account';

afterEach(stopAccounts);

describe('updating a contact', () => {
  it('answers with what was written; an empty text clears', async () => {
    const { now, advance } = clock();
    const { call, emulator } = await startAccount({ now });
    const id = emulator.seedContact({ firstname: 'A', city: 'Rome' });
    advance(1000);
    const { status, body } = await call('PATCH', `${CONTACTS}/${id}`, {
      properties: { city: '', lastname: 'B' },
    });
    expect(status).toBe(200);
    expect(body.updatedAt).toBe('2026-11-23T10:00:01.000Z');
    expect(body.properties).toMatchObject({ city: null, lastname: 'B' });
    expect(body.properties).not.toHaveProperty('firstname');
    expect(emulator.get('contacts', id)?.properties).not.toHaveProperty('city');
  });

  it('by e-mail', async () => {
    const { call, emulator } = await startAccount();
    const id = emulator.seedContact({ email: 'a@x.de' });
    await call('PATCH', `${CONTACTS}/a@x.de?idProperty=email`, { properties: { city: 'Rome' } });
    expect(emulator.get('contacts', id)?.properties.city).toBe('Rome');
  });

  it('404 for an archived one', async () => {
    const { call, emulator } = await startAccount();
    const id = emulator.seedContact({ firstname: 'A' });
    emulator.archive('contacts', id);
    expect((await call('PATCH', `${CONTACTS}/${id}`, { properties: { city: 'R' } })).status).toBe(404);
    expect((await call('GET', `${CONTACTS}/${id}`)).status).toBe(404);
    expect((await call('GET', `${CONTACTS}/${id}?archived=true`)).body.archived).toBe(true);
  });

  it('an additional address made the primary one changes places with it', async () => {
    const { call, emulator } = await startAccount();
    const id = emulator.seedContact({ email: 'a@x.de', hs_additional_emails: 'b@x.de;c@x.de' });
    await call('PATCH', `${CONTACTS}/${id}`, { properties: { email: 'b@x.de' } });
    expect(emulator.get('contacts', id)?.properties).toMatchObject({
      email: 'b@x.de',
      hs_additional_emails: 'c@x.de;a@x.de',
    });
  });
});

describe('the lifecycle stage', () => {
  it.each([
    { from: 'lead', to: 'customer', becomes: 'customer' },
    { from: 'customer', to: 'lead', becomes: 'customer' },
    { from: 'lead', to: 'lead', becomes: 'lead' },
    { from: 'customer', to: '', becomes: undefined },
  ])('from $from to "$to" becomes $becomes', async ({ from, to, becomes }) => {
    const { call, emulator } = await startAccount();
    const id = emulator.seedContact({ firstname: 'A', lifecyclestage: from });
    const { status } = await call('PATCH', `${CONTACTS}/${id}`, {
      properties: { lifecyclestage: to, city: 'Rome' },
    });
    expect(status).toBe(200);
    expect(emulator.get('contacts', id)?.properties).toMatchObject({ city: 'Rome' });
    expect(emulator.get('contacts', id)?.properties.lifecyclestage).toBe(becomes);
  });

  it('can refuse to go back', async () => {
    const { call, emulator } = await startAccount({ backwardLifecycle: 'reject' });
    const id = emulator.seedContact({ firstname: 'A', lifecyclestage: 'customer' });
    const answer = await call('PATCH', `${CONTACTS}/${id}`, {
      properties: { lifecyclestage: 'lead', city: 'Rome' },
    });
    expect(refusals(answer).map(({ name }) => name)).toEqual(['lifecyclestage']);
    expect(emulator.get('contacts', id)?.properties).not.toHaveProperty('city');
  });
});

it.each([
  { written: '+49 30 901820', national: '30901820' },
  { written: '+1 (617) 555-0123', national: '6175550123' },
  { written: '617 555 0123', national: '6175550123' },
  { written: '+7 912 345-67-89', national: '9123456789' },
  { written: 'ext. 12', national: '12' },
])('works out the searchable number of $written', async ({ written, national }) => {
  const { create } = await startAccount();
  const { body } = await create({ firstname: 'A', phone: written, mobilephone: written });
  expect(body.properties).toMatchObject({
    phone: written,
    hs_searchable_calculated_phone_number: national,
    hs_searchable_calculated_mobile_number: national,
  });
});

describe('merged contacts', () => {
  it("the loser's id leads to the winner, which has all addresses and activities", async () => {
    const { call, emulator } = await startAccount();
    const winner = emulator.seedContact({ email: 'w@x.de', firstname: 'W' });
    const loser = emulator.seedContact({ email: 'l@x.de', firstname: 'L', phone: '+4930901820' });
    const note = emulator.seed('notes', { hs_timestamp: '2026-01-01T00:00:00.000Z', hs_note_body: 'x' });
    emulator.associate('notes', note, 'contacts', loser);
    emulator.merge(winner, loser);
    const asked =
      'email,firstname,hs_additional_emails,hs_merged_object_ids,hs_searchable_calculated_phone_number';
    const { status, body } = await call('GET', `${CONTACTS}/${loser}?properties=${asked}&associations=notes`);
    expect([status, body.id]).toEqual([200, winner]);
    expect(body.properties).toMatchObject({
      email: 'w@x.de',
      firstname: 'W',
      hs_additional_emails: 'l@x.de',
      hs_merged_object_ids: loser,
      hs_searchable_calculated_phone_number: '30901820',
    });
    expect(body.associations?.notes?.results).toEqual([{ id: note, type: 'contact_to_note' }]);
    expect((await call('PATCH', `${CONTACTS}/${loser}`, { properties: { city: 'Rome' } })).body.id).toBe(
      winner,
    );
    expect(emulator.contacts().map(({ id }) => id)).toEqual([winner]);
  });

  it('over the API, chains included', async () => {
    const { call, emulator } = await startAccount();
    const [a, b, c] = ['a', 'b', 'c'].map((name) => emulator.seedContact({ email: `${name}@x.de` }));
    await call('POST', `${CONTACTS}/merge`, { primaryObjectId: b, objectIdToMerge: a });
    await call('POST', `${CONTACTS}/merge`, { primaryObjectId: c, objectIdToMerge: b });
    expect((await call('GET', `${CONTACTS}/${a}`)).body.id).toBe(c);
    expect(emulator.get('contacts', c!)?.properties.hs_additional_emails).toBe('b@x.de;a@x.de');
  });
});

describe("an administrator's rules", () => {
  it('hold for values on every path', async () => {
    const { create, emulator } = await startAccount();
    emulator.addRule({
      objectType: 'contacts',
      property: 'firstname',
      pattern: '[A-Za-z ]+',
      code: 'INVALID_ALPHA',
    });
    expect(refusals(await create({ firstname: 'R2D2' }))).toEqual([
      { name: 'firstname', error: 'INVALID_ALPHA' },
    ]);
    emulator.clearRules();
    expect((await create({ firstname: 'R2D2' })).status).toBe(201);
  });

  it.each([
    { path: '/crm/v3/objects/contacts', status: 201 },
    { path: '/crm/objects/2026-03/contacts', status: 201 },
    { path: '/crm/objects/2026-09/contacts', status: 400 },
  ])('required properties: $status on $path', async ({ path, status }) => {
    const { call, emulator } = await startAccount();
    emulator.addRule({ objectType: 'contacts', property: 'jobtitle', required: true });
    const answer = await call('POST', path, { properties: { firstname: 'A' } });
    expect(answer.status).toBe(status);
    if (status === 400) expect(answer.body.context).toEqual({ properties: ['jobtitle'] });
  });
});
