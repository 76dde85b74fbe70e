import { association, note, refusals, startAccount, stopAccounts } from './account';

afterEach(stopAccounts);

const AT = { hs_timestamp: '2026-11-23T10:00:00Z' };
const AT_ISO = '2026-11-23T10:00:00.000Z';

async function accountWithContact(options: Parameters<typeof startAccount>[0] = {}) {
  const account = await startAccount(options);
  return { ...account, contact: account.emulator.seedContact({ firstname: 'Anna' }) };
}

describe('notes, tasks and calls', () => {
  it.each([
    { type: 'notes', typeId: 202 },
    { type: 'tasks', typeId: 204 },
    { type: 'calls', typeId: 194 },
  ])('$type are made with their contact ($typeId)', async ({ type, typeId }) => {
    const { call, contact, emulator } = await accountWithContact();
    const body = { properties: AT, associations: [association(Number(contact), typeId)] };
    const { status } = await call('POST', `/crm/v3/objects/${type}`, body);
    expect(status).toBe(201);
    expect(emulator.list(type)).toMatchObject([{ associations: { contacts: [contact] } }]);
    expect(emulator.get('contacts', contact)?.associations).toHaveProperty(type);
  });

  it.each([
    { type: 'notes', legacyName: 'NOTE' },
    { type: 'tasks', legacyName: 'TASK' },
    { type: 'calls', legacyName: 'CALL' },
  ])('$type need hs_timestamp', async ({ type, legacyName }) => {
    const { create } = await startAccount();
    const { status, body } = await create({ hubspot_owner_id: '41629779' }, type);
    expect(status).toBe(400);
    expect(body).toMatchObject({
      message: `Error creating ${legacyName}. Some required properties were not set.`,
      context: { properties: ['hs_timestamp'] },
      category: 'VALIDATION_ERROR',
    });
  });

  it.each<{ type: string; properties: Record<string, unknown>; name: string; error: string }>([
    { type: 'notes', properties: { hs_timestamp: 'soon' }, name: 'hs_timestamp', error: 'INVALID_LONG' },
    {
      type: 'notes',
      properties: { hs_note_body: 'x'.repeat(65_537) },
      name: 'hs_note_body',
      error: 'PROPERTY_VALUE_TOO_LONG',
    },
    {
      type: 'notes',
      properties: { hs_task_subject: 'x' },
      name: 'hs_task_subject',
      error: 'PROPERTY_DOESNT_EXIST',
    },
    {
      type: 'notes',
      properties: { hubspot_owner_id: '1' },
      name: 'hubspot_owner_id',
      error: 'INVALID_OWNER_ID',
    },
    {
      type: 'tasks',
      properties: { hs_task_status: 'OPEN' },
      name: 'hs_task_status',
      error: 'INVALID_OPTION',
    },
    {
      type: 'tasks',
      properties: { hs_task_priority: 'URGENT' },
      name: 'hs_task_priority',
      error: 'INVALID_OPTION',
    },
    { type: 'tasks', properties: { hs_task_type: 'CHAT' }, name: 'hs_task_type', error: 'INVALID_OPTION' },
    {
      type: 'calls',
      properties: { hs_call_status: 'DONE' },
      name: 'hs_call_status',
      error: 'INVALID_OPTION',
    },
    {
      type: 'calls',
      properties: { hs_call_direction: 'IN' },
      name: 'hs_call_direction',
      error: 'INVALID_OPTION',
    },
    {
      type: 'calls',
      properties: { hs_call_disposition: 'busy' },
      name: 'hs_call_disposition',
      error: 'INVALID_OPTION',
    },
    {
      type: 'calls',
      properties: { hs_call_duration: '3 min' },
      name: 'hs_call_duration',
      error: 'INVALID_INTEGER',
    },
    {
      type: 'calls',
      properties: { hs_call_recording_url: 'http://x.de/a.mp3' },
      name: 'hs_call_recording_url',
      error: 'INVALID_URL',
    },
  ])('$type refuse $name with $error', async ({ type, properties, name, error }) => {
    const { create, emulator } = await startAccount();
    const answer = await create({ ...AT, ...properties }, type);
    expect(answer.status).toBe(400);
    expect(refusals(answer)).toEqual([{ name, error }]);
    expect(emulator.list(type)).toEqual([]);
  });

  it('take what the guides show', async () => {
    const { create } = await startAccount();
    const task = {
      hs_task_subject: 'Call back',
      hs_task_status: 'NOT_STARTED',
      hs_task_priority: 'HIGH',
      hs_task_type: 'TODO',
    };
    const call = {
      hs_call_status: 'COMPLETED',
      hs_call_direction: 'INBOUND',
      hs_call_disposition: 'f240bbac-87c9-4f6e-bf70-924b57d47db7',
      hs_call_duration: 3800,
      hs_call_recording_url: 'https://example.com/recordings/1.mp3',
      hs_timestamp: String(Date.parse(AT_ISO)),
    };
    expect((await create({ ...AT, ...task }, 'tasks')).status).toBe(201);
    const made = await create(call, 'calls');
    expect(made.status).toBe(201);
    expect(made.body.properties).toMatchObject({ hs_call_duration: '3800', hs_timestamp: AT_ISO });
  });

  it.each([
    { given: '<p onclick="steal()">Hi <b>you</b></p>', kept: '<p>Hi <b>you</b></p>' },
    { given: 'a<script>alert(1)</script>b<SCRIPT src=x></SCRIPT >', kept: 'ab' },
    { given: '<a href="javascript:alert(1)">x</a>', kept: '<a >x</a>' },
    { given: '<a href="https://x.de">x</a> 1 &lt; 2', kept: '<a href="https://x.de">x</a> 1 &lt; 2' },
    { given: '<img src=x onerror=alert(1) onload=alert(2)>', kept: '<img src=x>' },
  ])('strip what could run: $given', async ({ given, kept }) => {
    const { create } = await startAccount();
    expect((await create({ ...AT, hs_note_body: given }, 'notes')).body.properties.hs_note_body).toBe(kept);
  });
});

describe('associations on creation', () => {
  it.each([
    { case: 'a contact that never was', id: '999', typeId: 202 },
    { case: 'the type of tasks', id: undefined, typeId: 204 },
    { case: 'the type of the other direction', id: undefined, typeId: 201 },
    { case: 'a type that does not exist', id: undefined, typeId: 2 },
  ])('$case is refused and no note made', async ({ id, typeId }) => {
    const { call, contact, emulator } = await accountWithContact();
    const { status, body } = await call('POST', '/crm/v3/objects/notes', note(id ?? contact, typeId));
    expect([status, body.category]).toEqual([400, 'VALIDATION_ERROR']);
    expect(body.message).toBe('One or more associations are not valid');
    expect(emulator.notes()).toEqual([]);
  });

  it('an archived contact is refused, a merged one is followed', async () => {
    const { call, contact, emulator } = await accountWithContact();
    const gone = emulator.seedContact({ firstname: 'Gone' });
    emulator.archive('contacts', gone);
    expect((await call('POST', '/crm/v3/objects/notes', note(gone))).status).toBe(400);
    const merged = emulator.seedContact({ firstname: 'Merged' });
    emulator.merge(contact, merged);
    expect((await call('POST', '/crm/v3/objects/notes', note(merged))).status).toBe(201);
    expect(emulator.notes()[0]?.associations).toEqual({ contacts: [contact] });
  });

  it.each([
    [[{ to: {}, types: [] }]],
    [[{ to: { id: '201' } }]],
    ['x'],
    [[{ to: { id: '201' }, types: [{}] }]],
  ])('malformed: %j', async (associations) => {
    const { call } = await accountWithContact();
    const { status, body } = await call('POST', '/crm/v3/objects/notes', { properties: AT, associations });
    expect(status).toBe(400);
    expect(body.message).toMatch(/^Invalid input JSON/);
  });
});

describe.each([
  { version: 'v4', base: '/crm/v4/objects' },
  { version: '2026-03', base: '/crm/objects/2026-03' },
])('associations API $version', ({ base }) => {
  it('connects with the default type and reads it from both ends', async () => {
    const { call, contact, emulator } = await accountWithContact();
    const id = emulator.seed('notes', { hs_note_body: 'x' });
    const put = await call('PUT', `${base}/notes/${id}/associations/default/contacts/${contact}`);
    expect(put.status).toBe(200);
    expect(put.body.results[0]).toEqual({
      from: { id },
      to: { id: contact },
      associationSpec: { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 202 },
    });
    await call('PUT', `${base}/notes/${id}/associations/default/contacts/${contact}`);
    const fromNote = await call('GET', `${base}/notes/${id}/associations/contacts`);
    expect(fromNote.body).toEqual({
      results: [
        {
          toObjectId: Number(contact),
          associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: 202, label: null }],
        },
      ],
    });
    const fromContact = await call('GET', `${base}/contacts/${contact}/associations/notes`);
    expect(fromContact.body.results).toMatchObject([
      { toObjectId: Number(id), associationTypes: [{ typeId: 201 }] },
    ]);
  });

  it('knows nothing of archived records, and pages', async () => {
    const { call, contact, emulator } = await accountWithContact();
    const ids = [1, 2, 3].map(() => emulator.seed('notes', { hs_note_body: 'x' }));
    for (const id of ids) emulator.associate('notes', id, 'contacts', contact);
    emulator.archive('notes', ids[0]!);
    const { body } = await call('GET', `${base}/contacts/${contact}/associations/notes?limit=1`);
    expect(body.results.map((r) => r.toObjectId)).toEqual([Number(ids[1])]);
    expect(body.paging.next.after).toBe('1');
    expect((await call('GET', `${base}/contacts/999/associations/notes`)).status).toBe(404);
    expect((await call('PUT', `${base}/tasks/1/associations/default/notes/2`)).status).toBe(404);
  });
});

describe('leads', () => {
  const lead = (contact: string, typeId = 578) => ({
    properties: { hs_lead_name: 'Anna', hs_lead_type: 'NEW BUSINESS', hs_lead_label: 'WARM' },
    associations: [association(contact, typeId)],
  });

  it.each(['leads', '0-136'])('need Sales Professional: /objects/%s', async (type) => {
    const { call, contact, emulator } = await accountWithContact();
    const refused = await call('POST', `/crm/v3/objects/${type}`, lead(contact));
    expect(refused.status).toBe(403);
    emulator.settings.salesTier = 'PROFESSIONAL';
    expect((await call('POST', `/crm/v3/objects/${type}`, lead(contact))).status).toBe(201);
    expect(emulator.leads()).toMatchObject([{ associations: { contacts: [contact] } }]);
  });

  it('need a name and a primary contact, and go with it', async () => {
    const { call, contact, emulator } = await accountWithContact({ salesTier: 'PROFESSIONAL' });
    const path = '/crm/v3/objects/leads';
    expect((await call('POST', path, { ...lead(contact), associations: [] })).status).toBe(400);
    expect((await call('POST', path, lead(contact, 608))).status).toBe(400);
    expect((await call('POST', path, { ...lead(contact), properties: {} })).body.context).toEqual({
      properties: ['hs_lead_name'],
    });
    await call('POST', path, lead(contact));
    emulator.archive('contacts', contact);
    expect(emulator.leads()).toEqual([]);
  });
});

describe('deals', () => {
  it('are made in a stage of their pipeline', async () => {
    const { call, contact, emulator } = await accountWithContact();
    const properties = { dealname: 'Chat', pipeline: 'default', dealstage: 'qualifiedtobuy', amount: 5 };
    const made = await call('POST', '/crm/v3/objects/deals', {
      properties,
      associations: [association(contact, 3)],
    });
    expect(made.status).toBe(201);
    expect(emulator.deals()).toMatchObject([
      { properties: { amount: '5' }, associations: { contacts: [contact] } },
    ]);
  });

  it('refuse unknown stages and pipelines', async () => {
    const { create } = await startAccount();
    const answer = await create({ dealname: 'Chat', pipeline: 'x', dealstage: 'New' }, 'deals');
    expect(refusals(answer)).toEqual([
      { name: 'pipeline', error: 'INVALID_OPTION' },
      { name: 'dealstage', error: 'INVALID_OPTION' },
    ]);
    expect(answer.body.message).toContain('New is not a valid pipeline stage ID');
  });

  it('need a name and a stage', async () => {
    const { create } = await startAccount();
    expect((await create({ amount: 1 }, 'deals')).body.context).toEqual({
      properties: ['dealname', 'dealstage'],
    });
  });
});

it('companies are there too', async () => {
  const { create } = await startAccount();
  expect((await create({ name: 'Example', domain: 'example.com' }, 'companies')).status).toBe(201);
});
