import { CONTACTS, startAccount, stopAccounts } from './account';

afterEach(stopAccounts);

describe('batch read', () => {
  it('gives the asked properties of all that exist, 207 when some do not', async () => {
    const { call, emulator } = await startAccount();
    const ids = ['A', 'B'].map((firstname) => emulator.seedContact({ firstname }));
    const read = (wanted: string[]) =>
      call('POST', `${CONTACTS}/batch/read`, {
        properties: ['firstname', 'nix'],
        inputs: wanted.map((id) => ({ id })),
      });
    const all = await read(ids);
    expect([all.status, all.body.status]).toEqual([200, 'COMPLETE']);
    expect(all.body.results.map((r) => r.properties.firstname)).toEqual(['A', 'B']);
    expect(all.body.results[0]?.properties).not.toHaveProperty('nix');
    const some = await read([ids[0]!, '999']);
    expect([some.status, some.body.results.length, some.body.numErrors]).toEqual([207, 1, 1]);
    expect(some.body.errors).toMatchObject([{ category: 'OBJECT_NOT_FOUND', context: { ids: ['999'] } }]);
  });

  it('by e-mail', async () => {
    const { call, emulator } = await startAccount();
    const id = emulator.seedContact({ email: 'a@x.de' });
    const { body } = await call('POST', `${CONTACTS}/batch/read`, {
      idProperty: 'email',
      properties: [],
      inputs: [{ id: 'A@x.de' }],
    });
    expect(body.results).toMatchObject([{ id }]);
  });

  it('of 100 at most', async () => {
    const { call } = await startAccount();
    const inputs = Array.from({ length: 101 }, (_, id) => ({ id: String(id) }));
    expect((await call('POST', `${CONTACTS}/batch/read`, { properties: [], inputs })).status).toBe(400);
  });
});

describe('batch upsert', () => {
  const upsert = (...inputs: object[]) => [`${CONTACTS}/batch/upsert`, { inputs }] as const;

  it('makes what is missing and writes over what is there', async () => {
    const { call, emulator } = await startAccount();
    const id = emulator.seedContact({ email: 'a@x.de', city: 'Rome' });
    const { status, body } = await call(
      'POST',
      ...upsert(
        { id: 'a@x.de', idProperty: 'email', properties: { city: 'Oslo' } },
        { id: 'b@x.de', idProperty: 'email', properties: { city: 'Bonn' } },
      ),
    );
    expect([status, body.status]).toEqual([200, 'COMPLETE']);
    expect(body.results).toMatchObject([{ id, new: false }, { new: true }]);
    expect(emulator.contacts().map(({ properties: { email, city } }) => [email, city])).toEqual([
      ['a@x.de', 'Oslo'],
      ['b@x.de', 'Bonn'],
    ]);
  });

  it('by a custom unique property; a name is still needed to create', async () => {
    const { call, emulator } = await startAccount();
    emulator.defineProperty('contacts', { name: 'visitor', hasUniqueValue: true });
    const input = { id: 'v1', idProperty: 'visitor' };
    expect((await call('POST', ...upsert({ ...input, properties: { city: 'Oslo' } }))).status).toBe(400);
    const made = await call('POST', ...upsert({ ...input, properties: { firstname: 'A' } }));
    expect(made.body.results).toMatchObject([{ new: true }]);
    const again = await call('POST', ...upsert({ ...input, properties: { firstname: 'B' } }));
    expect(again.body.results).toMatchObject([{ new: false, id: made.body.results[0]?.id }]);
  });

  it('with trace ids the good ones are kept: 207', async () => {
    const { call, emulator } = await startAccount();
    emulator.defineProperty('contacts', { name: 'visitor', hasUniqueValue: true });
    const { status, body } = await call(
      'POST',
      ...upsert(
        { id: 'v1', idProperty: 'visitor', properties: { firstname: 'A' }, objectWriteTraceId: 't1' },
        {
          id: 'v2',
          idProperty: 'visitor',
          properties: { firstname: 'B', nix: '1' },
          objectWriteTraceId: 't2',
        },
      ),
    );
    expect([status, body.results.length, body.numErrors]).toEqual([207, 1, 1]);
    expect(body.errors).toMatchObject([
      { category: 'VALIDATION_ERROR', context: { objectWriteTraceId: ['t2'] } },
    ]);
    expect(emulator.contacts()).toHaveLength(1);
  });

  it.each<{ case: string; inputs: object[] }>([
    { case: 'no idProperty', inputs: [{ id: '1', properties: {} }] },
    { case: 'a property without unique values', inputs: [{ id: '1', idProperty: 'phone', properties: {} }] },
    {
      case: 'the same record twice',
      inputs: ['a@x.de', 'A@x.de'].map((id) => ({ id, idProperty: 'email', properties: {} })),
    },
    {
      case: 'one bad value by e-mail, trace ids or not',
      inputs: [
        { id: 'a@x.de', idProperty: 'email', properties: {}, objectWriteTraceId: 't1' },
        { id: 'b@x.de', idProperty: 'email', properties: { nix: '1' }, objectWriteTraceId: 't2' },
      ],
    },
    {
      case: 'one bad value: nothing is written',
      inputs: [
        { id: 'a@x.de', idProperty: 'email', properties: {} },
        { id: 'b@x.de', idProperty: 'email', properties: { nix: '1' } },
      ],
    },
  ])('refuses $case', async ({ inputs }) => {
    const { call, emulator } = await startAccount();
    const { status } = await call('POST', ...upsert(...inputs));
    expect(status).toBe(400);
    expect(emulator.contacts()).toEqual([]);
  });
});
