import { CONTACTS, refusals, startAccount, stopAccounts } from './account';

afterEach(stopAccounts);

const AT = { hs_timestamp: '2026-11-23T10:00:00.000Z' };
/** Carla, who has left. */
const FORMER = '41629781';

describe('an owner who has left', () => {
  it.each(['contacts', 'notes', 'tasks', 'calls'])(
    'is refused of %s, in the list or in words',
    async (type) => {
      const { create, emulator } = await startAccount();
      const properties = { ...(type === 'contacts' ? { email: 'a@x.de' } : AT), hubspot_owner_id: FORMER };
      const listed = await create(properties, type);
      expect(listed.status).toBe(400);
      expect(refusals(listed)).toEqual([{ name: 'hubspot_owner_id', error: 'INVALID_OWNER_ID' }]);
      emulator.settings.ownerRefusal = 'words';
      const { status, body } = await create(properties, type);
      expect([status, body.category, body.errors]).toEqual([400, 'VALIDATION_ERROR', undefined]);
      expect(body.message).toBe(`${FORMER} is not the id of an active owner.`);
      expect(emulator.list(type)).toEqual([]);
    },
  );
});

describe('a locked record', () => {
  it.each([
    ['forbidden', 403, 'FORBIDDEN'],
    ['rule', 400, 'VALIDATION_ERROR'],
  ] as const)('(%s) is read and not edited, and takes notes', async (lock, status, category) => {
    const { emulator, call } = await startAccount();
    const id = emulator.seedContact({ email: 'a@x.de', firstname: 'A' });
    emulator.lock(id, lock);
    const refused = await call('PATCH', `${CONTACTS}/${id}`, { properties: { firstname: 'B' } });
    expect([refused.status, refused.body.category]).toEqual([status, category]);
    expect(await call('PUT', `/contacts/v1/secondary-email/${id}/email/b@x.de`)).toMatchObject({ status });
    expect((await call('GET', `${CONTACTS}/${id}?properties=firstname`)).body.properties.firstname).toBe('A');
    expect(emulator.contacts()[0]!.properties).toMatchObject({ email: 'a@x.de', firstname: 'A' });
  });
});

describe('hs_additional_emails', () => {
  const write = async (additionalEmails: 'writable' | 'read-only' | 'ignored') => {
    const { emulator, call } = await startAccount({ additionalEmails });
    const id = emulator.seedContact({ email: 'a@x.de', hs_additional_emails: 'old@x.de' });
    const properties = { hs_additional_emails: 'old@x.de;new@x.de', phone: '+14155552671' };
    const answer = await call('PATCH', `${CONTACTS}/${id}`, { properties });
    return { answer, held: emulator.contacts()[0]!.properties };
  };

  it('is written', async () => {
    const { answer, held } = await write('writable');
    expect(answer.body.properties.hs_additional_emails).toBe('old@x.de;new@x.de');
    expect(held).toMatchObject({ hs_additional_emails: 'old@x.de;new@x.de', phone: '+14155552671' });
  });

  it('is refused as read-only, with all that came along', async () => {
    const { answer, held } = await write('read-only');
    expect(refusals(answer)).toEqual([{ name: 'hs_additional_emails', error: 'READ_ONLY_VALUE' }]);
    expect(held.phone).toBeUndefined();
  });

  it('is ignored, and the answer shows what is held', async () => {
    const { answer, held } = await write('ignored');
    expect(answer.status).toBe(200);
    expect(answer.body.properties.hs_additional_emails).toBe('old@x.de');
    expect(held).toMatchObject({ hs_additional_emails: 'old@x.de', phone: '+14155552671' });
  });
});

describe('the endpoint for secondary e-mails', () => {
  const put = (id: string, email: string) => `/contacts/v1/secondary-email/${id}/email/${email}`;

  it('adds an address once, in lower case', async () => {
    const { emulator, call } = await startAccount();
    const id = emulator.seedContact({ email: 'a@x.de' });
    for (const email of ['New%2Bchat@x.de', 'new%2bchat@x.de', 'a@x.de']) {
      expect(await call('PUT', put(id, email))).toMatchObject({
        status: 200,
        body: { portalId: 12_345_678, vid: Number(id), secondaryEmails: ['new+chat@x.de'] },
      });
    }
  });

  it.each([
    ['another contact’s address', 'b@x.de', 409],
    ['no address', 'nobody', 400],
  ])('refuses %s', async (_case, email, status) => {
    const { emulator, call } = await startAccount();
    const id = emulator.seedContact({ email: 'a@x.de' });
    emulator.seedContact({ email: 'b@x.de' });
    expect(await call('PUT', put(id, email))).toMatchObject({ status });
  });

  it('knows nobody of an id that is none, and may be gone altogether', async () => {
    const { emulator, call } = await startAccount();
    expect(await call('PUT', put('987654321', 'a@x.de'))).toMatchObject({ status: 404 });
    const id = emulator.seedContact({ email: 'a@x.de' });
    emulator.settings.secondaryEmailEndpoint = false;
    expect(await call('PUT', put(id, 'b@x.de'))).toMatchObject({ status: 404 });
  });
});

describe('a key', () => {
  const INFO = '/oauth/v2/private-apps/get/access-token-info';

  it.each([401, 404, 'answered'] as const)(
    'of the service kind may be told nothing of itself: %s',
    async (told) => {
      const { emulator, call } = await startAccount({ serviceKeyInfo: told });
      emulator.tokens.grant('service', ['crm.objects.contacts.read'], 'service-key');
      const { status } = await call('POST', INFO, { tokenKey: 'service' }, { token: 'service' });
      expect(status).toBe(told === 'answered' ? 200 : told);
      expect(await call('GET', CONTACTS, undefined, { token: 'service' })).toMatchObject({ status: 200 });
    },
  );

  it('needs the scope of what it reads along with a contact', async () => {
    const { emulator, call } = await startAccount();
    emulator.tokens.grant('key', ['crm.objects.contacts.read']);
    const id = emulator.seedContact({ email: 'a@x.de' });
    const read = (type: string) =>
      call('GET', `${CONTACTS}/${id}?associations=${type}`, undefined, { token: 'key' });
    expect(await read('notes')).toMatchObject({ status: 200 });
    expect(await read('leads')).toMatchObject({ status: 403 });
  });

  it('may need scopes of their own for the definitions of notes, tasks and calls', async () => {
    const { emulator, call } = await startAccount({ activitySchemaScopes: 'own' });
    emulator.tokens.grant('key', ['crm.schemas.contacts.read', 'crm.schemas.calls.read']);
    const read = (type: string) => call('GET', `/crm/v3/properties/${type}`, undefined, { token: 'key' });
    expect(await read('contacts')).toMatchObject({ status: 200 });
    expect(await read('calls')).toMatchObject({ status: 200 });
    const refused = await read('notes');
    expect(refused.status).toBe(403);
    expect(refused.body.errors[0]!.context).toEqual({ requiredGranularScopes: ['crm.schemas.notes.read'] });
  });
});

describe('companies that the account ties by itself', () => {
  const tied = async (automaticCompanies: 'off' | 'associate' | 'create', email: string) => {
    const { emulator, create } = await startAccount({ automaticCompanies });
    emulator.seed('companies', { name: 'Known', domain: 'known.example' });
    await create({ email });
    const [contact] = emulator.contacts();
    const ids = contact!.associations.companies ?? [];
    return ids.map((id) => emulator.get('companies', id)!.properties.domain);
  };

  it.each([
    ['off', 'a@known.example', []],
    ['associate', 'a@known.example', ['known.example']],
    ['associate', 'a@new.example', []],
    ['create', 'a@new.example', ['new.example']],
    ['create', 'a@gmail.com', []],
  ] as const)('%s: %s', async (setting, email, domains) => {
    expect(await tied(setting, email)).toEqual(domains);
  });
});
