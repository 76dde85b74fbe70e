import { startAccount, stopAccounts } from './account';

afterEach(stopAccounts);

const PROPERTY = {
  groupName: 'contactinformation',
  name: 'jivochat_visitor',
  label: 'JivoChat visitor',
  type: 'string',
  fieldType: 'text',
};

describe.each(['/crm/v3/properties', '/crm/properties/2026-03', '/crm/properties/2026-09'])('%s', (base) => {
  it('makes a group and a property that can be written then', async () => {
    const { call, create } = await startAccount();
    const group = await call('POST', `${base}/contacts/groups`, {
      name: 'jivochat',
      label: 'JivoChat',
      displayOrder: -1,
    });
    expect([group.status, group.body]).toEqual([
      201,
      { name: 'jivochat', label: 'JivoChat', displayOrder: -1, archived: false },
    ]);
    expect((await create({ firstname: 'A', jivochat_visitor: 'v1' })).status).toBe(400);
    const made = await call('POST', `${base}/contacts`, {
      ...PROPERTY,
      groupName: 'jivochat',
      hasUniqueValue: true,
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      ...PROPERTY,
      groupName: 'jivochat',
      hasUniqueValue: true,
      options: [],
      archived: false,
    });
    expect((await create({ firstname: 'A', jivochat_visitor: 'v1' })).status).toBe(201);
    expect((await call('GET', `${base}/contacts/jivochat_visitor`)).body.name).toBe('jivochat_visitor');
  });

  it('409 for names that are taken', async () => {
    const { call } = await startAccount();
    const property = await call('POST', `${base}/contacts`, { ...PROPERTY, name: 'phone' });
    const group = await call('POST', `${base}/contacts/groups`, { name: 'contactinformation', label: 'x' });
    expect([property.status, group.status]).toEqual([409, 409]);
  });
});

it.each<{ case: string; change: object }>([
  { case: 'no label', change: { label: undefined } },
  { case: 'a name in capitals', change: { name: 'JivoVisitor' } },
  { case: 'a name with a dash', change: { name: 'jivo-visitor' } },
  { case: 'an unknown type', change: { type: 'text' } },
  { case: 'an unknown field type', change: { fieldType: 'string' } },
  { case: 'a group that does not exist', change: { groupName: 'nix' } },
  {
    case: 'an option without value',
    change: { type: 'enumeration', fieldType: 'select', options: [{ label: 'x' }] },
  },
])('a definition is refused for $case', async ({ change }) => {
  const { call } = await startAccount();
  expect((await call('POST', '/crm/v3/properties/contacts', { ...PROPERTY, ...change })).status).toBe(400);
});

it('the eleventh unique property is refused', async () => {
  const { call } = await startAccount();
  const make = (n: number) =>
    call('POST', '/crm/v3/properties/contacts', { ...PROPERTY, name: `unique_${n}`, hasUniqueValue: true });
  for (let n = 1; n <= 10; n++) expect((await make(n)).status).toBe(201);
  expect((await make(11)).status).toBe(400);
});

it('in a batch: 201 when all are new, 207 naming the others', async () => {
  const { call } = await startAccount();
  const batch = (...names: string[]) =>
    call('POST', '/crm/v3/properties/contacts/batch/create', {
      inputs: names.map((name) => ({ ...PROPERTY, name })),
    });
  expect((await batch('one', 'two')).status).toBe(201);
  const { status, body } = await batch('two', 'three');
  expect([status, body.results.length, body.numErrors]).toEqual([207, 1, 1]);
  expect(body.errors).toMatchObject([{ category: 'OBJECT_ALREADY_EXISTS' }]);
});

it('label and options change, hasUniqueValue does not', async () => {
  const { call } = await startAccount();
  await call('POST', '/crm/v3/properties/contacts', PROPERTY);
  const { body } = await call('PATCH', '/crm/v3/properties/contacts/jivochat_visitor', {
    label: 'New',
    hasUniqueValue: true,
  });
  expect(body).toMatchObject({ label: 'New', hasUniqueValue: false });
});

it('an archived property is gone, and comes back as it is made anew', async () => {
  const { call, create } = await startAccount();
  await call('POST', '/crm/v3/properties/contacts', PROPERTY);
  expect((await call('DELETE', '/crm/v3/properties/contacts/jivochat_visitor')).status).toBe(204);
  expect((await call('GET', '/crm/v3/properties/contacts/jivochat_visitor')).status).toBe(404);
  expect((await create({ firstname: 'A', jivochat_visitor: 'v' })).status).toBe(400);
  expect((await call('POST', '/crm/v3/properties/contacts', PROPERTY)).status).toBe(201);
  expect((await call('POST', '/crm/v3/properties/contacts', PROPERTY)).status).toBe(409);
  expect((await call('DELETE', '/crm/v3/properties/contacts/email')).status).toBe(400);
});

it('lists what an account has from the start, with what may be written', async () => {
  const { call } = await startAccount();
  const { body } = await call('GET', '/crm/v3/properties/contacts');
  const byName = new Map(body.results.map((p) => [p.name, p]));
  expect(byName.get('hs_object_id')).toMatchObject({ modificationMetadata: { readOnlyValue: true } });
  expect(byName.get('firstname')).toMatchObject({ modificationMetadata: { readOnlyValue: false } });
  expect([...byName.keys()].filter((name) => String(name).startsWith('jivochat'))).toEqual([]);
  expect((await call('GET', '/crm/v3/properties/contacts/groups')).body.results[0]?.name).toBe(
    'contactinformation',
  );
});

it.each([
  { type: 'bool', fieldType: 'booleancheckbox', good: 'true', bad: 'yes', error: 'INVALID_OPTION' },
  { type: 'number', fieldType: 'number', good: '1.5', bad: 'one', error: 'INVALID_INTEGER' },
  { type: 'date', fieldType: 'date', good: '2026-11-23', bad: '2026-11-23T10:00:00Z', error: 'INVALID_DATE' },
  { type: 'datetime', fieldType: 'date', good: '2026-11-23T10:00:00Z', bad: 'today', error: 'INVALID_LONG' },
])('values of type $type are checked', async ({ type, fieldType, good, bad, error }) => {
  const { call, create } = await startAccount();
  await call('POST', '/crm/v3/properties/contacts', { ...PROPERTY, name: 'extra', type, fieldType });
  expect((await create({ firstname: 'A', extra: good })).status).toBe(201);
  expect((await create({ firstname: 'A', extra: bad })).body.errors[0]?.code).toBe(error);
});
