import * as associationsClient from '@hubspot/api-client/lib/codegen/crm/associations/v4';
import * as contactsClient from '@hubspot/api-client/lib/codegen/crm/contacts';
import * as objectsClient from '@hubspot/api-client/lib/codegen/crm/objects';
import * as ownersClient from '@hubspot/api-client/lib/codegen/crm/owners';
import * as pipelinesClient from '@hubspot/api-client/lib/codegen/crm/pipelines';
import * as propertiesClient from '@hubspot/api-client/lib/codegen/crm/properties';
import { SANDBOX_TOKEN } from '../../../emulators/hubspot';
import { startAccount, stopAccounts } from './account';

afterEach(stopAccounts);

/** HubSpot's own generated classes read our answers: wrong shapes and unexpected statuses show here. */
async function startWithClient() {
  const account = await startAccount({ salesTier: 'PROFESSIONAL' });
  const auth = { authMethods: { oauth2: { accessToken: SANDBOX_TOKEN } } };
  const contacts = contactsClient.createConfiguration({
    baseServer: new contactsClient.ServerConfiguration(account.url, {}),
    ...auth,
  });
  const objects = objectsClient.createConfiguration({
    baseServer: new objectsClient.ServerConfiguration(account.url, {}),
    ...auth,
  });
  const owners = ownersClient.createConfiguration({
    baseServer: new ownersClient.ServerConfiguration(account.url, {}),
    ...auth,
  });
  const properties = propertiesClient.createConfiguration({
    baseServer: new propertiesClient.ServerConfiguration(account.url, {}),
    ...auth,
  });
  const pipelines = pipelinesClient.createConfiguration({
    baseServer: new pipelinesClient.ServerConfiguration(account.url, {}),
    ...auth,
  });
  const associations = associationsClient.createConfiguration({
    baseServer: new associationsClient.ServerConfiguration(account.url, {}),
    ...auth,
  });
  return {
    ...account,
    contacts: new contactsClient.BasicApi(contacts),
    contactSearch: new contactsClient.SearchApi(contacts),
    contactBatch: new contactsClient.BatchApi(contacts),
    objects: new objectsClient.BasicApi(objects),
    objectBatch: new objectsClient.BatchApi(objects),
    pipelines: new pipelinesClient.PipelinesApi(pipelines),
    owners: new ownersClient.OwnersApi(owners),
    properties: new propertiesClient.CoreApi(properties),
    propertyBatch: new propertiesClient.BatchApi(properties),
    groups: new propertiesClient.GroupsApi(properties),
    associations: new associationsClient.BasicApi(associations),
  };
}

it('contacts: create, read by id and e-mail, update, list, archive', async () => {
  const { contacts } = await startWithClient();
  const made = await contacts.create({ properties: { email: 'a+b@x.de', firstname: 'A' }, associations: [] });
  expect(made.createdAt).toBeInstanceOf(Date);
  expect(made).toMatchObject({ id: '201', archived: false, properties: { email: 'a+b@x.de' } });
  const read = await contacts.getById(
    'a+b@x.de',
    ['firstname', 'city'],
    undefined,
    ['notes'],
    false,
    'email',
  );
  expect(read.properties).toMatchObject({ firstname: 'A', city: null });
  const updated = await contacts.update(made.id, { properties: { city: 'Rome' } });
  expect(updated.properties.city).toBe('Rome');
  expect((await contacts.getPage(10)).results).toHaveLength(1);
  await contacts.archive(made.id);
  await expect(contacts.getById(made.id)).rejects.toMatchObject({ code: 404 });
});

it('contacts: a conflict and a refused value arrive as ApiException with the body', async () => {
  const { contacts } = await startWithClient();
  const input = { properties: { email: 'a@x.de' }, associations: [] };
  const { id } = await contacts.create(input);
  await expect(contacts.create(input)).rejects.toMatchObject({
    code: 409,
    body: { message: `Contact already exists. Existing ID: ${id}`, category: 'CONFLICT' },
  });
  const bad = { properties: { email: 'x' }, associations: [] };
  await expect(contacts.create(bad)).rejects.toMatchObject({
    code: 400,
    body: { category: 'VALIDATION_ERROR' },
  });
});

it('contacts: search', async () => {
  const { contactSearch, emulator } = await startWithClient();
  for (const firstname of ['A', 'B']) emulator.seedContact({ firstname, phone: '+4930901820' });
  const { total, results, paging } = await contactSearch.doSearch({
    filterGroups: [
      {
        filters: [
          {
            propertyName: 'hs_searchable_calculated_phone_number',
            operator: contactsClient.FilterOperatorEnum.Eq,
            value: '30901820',
          },
        ],
      },
    ],
    properties: ['firstname'],
    sorts: ['-createdate'],
    limit: 1,
    after: '0',
  });
  expect([total, results.length, paging?.next?.after]).toEqual([2, 1, '1']);
  expect(results[0]?.updatedAt).toBeInstanceOf(Date);
});

it('contacts: batch read, batch upsert, merge', async () => {
  const { contacts, contactBatch } = await startWithClient();
  const upserted = await contactBatch.upsert({
    inputs: ['a@x.de', 'b@x.de'].map((id) => ({ id, idProperty: 'email', properties: { city: 'Rome' } })),
  });
  expect(upserted.results.map(({ _new }) => _new)).toEqual([true, true]);
  const [winner, loser] = upserted.results.map(({ id }) => id);
  const read = await contactBatch.read({
    properties: ['email'],
    propertiesWithHistory: [],
    inputs: [{ id: winner! }, { id: '999' }],
  });
  expect(read.results).toMatchObject([{ id: winner }]);
  const merged = await contacts.merge({ primaryObjectId: winner!, objectIdToMerge: loser! });
  expect(merged.properties.hs_additional_emails).toBe('b@x.de');
});

it('activities, leads and deals through the generic objects API', async () => {
  const { objects, objectBatch, associations, emulator } = await startWithClient();
  const contact = emulator.seedContact({ firstname: 'A' });
  const connect = (associationTypeId: number) => [
    {
      to: { id: contact },
      types: [
        {
          associationCategory: objectsClient.AssociationSpecAssociationCategoryEnum.HubspotDefined,
          associationTypeId,
        },
      ],
    },
  ];
  const hs_timestamp = '2026-11-23T10:00:00.000Z';
  const note = await objects.create('notes', {
    properties: { hs_timestamp, hs_note_body: 'marker 7' },
    associations: connect(202),
  });
  await objects.create('tasks', {
    properties: { hs_timestamp, hs_task_subject: 'x' },
    associations: connect(204),
  });
  await objects.create('calls', {
    properties: { hs_timestamp, hs_call_title: 'x' },
    associations: connect(194),
  });
  await objects.create('leads', { properties: { hs_lead_name: 'x' }, associations: connect(578) });
  await objects.create('deals', {
    properties: { dealname: 'x', dealstage: 'closedwon' },
    associations: connect(3),
  });
  const read = await objects.getById('contacts', contact, [], undefined, [
    'notes',
    'tasks',
    'calls',
    'leads',
    'deals',
  ]);
  expect(Object.keys(read.associations ?? {})).toEqual(['notes', 'tasks', 'calls', 'leads', 'deals']);
  expect(read.associations?.notes?.results).toMatchObject([{ id: note.id, type: 'contact_to_note' }]);
  const { results } = await objectBatch.read('notes', {
    properties: ['hs_note_body'],
    propertiesWithHistory: [],
    inputs: [{ id: note.id }],
  });
  expect(results[0]?.properties.hs_note_body).toBe('marker 7');
  const connected = await associations.getPage('contacts', contact, 'notes');
  expect(connected.results).toMatchObject([
    { toObjectId: Number(note.id), associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: 201 }] },
  ]);
  const made = await associations.createDefault('notes', note.id, 'contacts', contact);
  expect(made.completedAt).toBeInstanceOf(Date);
});

it('owners, on the path with a slash at the end', async () => {
  const { owners, emulator } = await startWithClient();
  const { results, paging } = await owners.getPage(undefined, undefined, 1, false);
  expect(results).toMatchObject([{ id: '41629779', email: 'anna@example.com', userId: 9_586_504 }]);
  expect(results[0]?.createdAt).toBeInstanceOf(Date);
  expect(paging?.next?.after).toBe('1');
  expect(emulator.requests.at(-1)?.path).toBe('/crm/v3/owners/');
  expect((await owners.getById(41_629_779, 'id', false)).firstName).toBe('Anna');
});

it('properties and groups', async () => {
  const { properties, propertyBatch, groups } = await startWithClient();
  await groups.create('contacts', { name: 'jivochat', label: 'JivoChat', displayOrder: -1 });
  const definition = {
    groupName: 'jivochat',
    name: 'jivochat_visitor',
    label: 'Visitor',
    type: propertiesClient.PropertyCreateTypeEnum.String,
    fieldType: propertiesClient.PropertyCreateFieldTypeEnum.Text,
    hasUniqueValue: true,
  };
  const made = await properties.create('contacts', definition);
  expect(made).toMatchObject({ name: 'jivochat_visitor', modificationMetadata: { readOnlyValue: false } });
  await expect(properties.create('contacts', definition)).rejects.toMatchObject({ code: 409 });
  const batch = await propertyBatch.create('contacts', {
    inputs: [{ ...definition, name: 'jivochat_other' }],
  });
  expect(batch.results).toHaveLength(1);
  expect((await properties.getAll('contacts')).results.length).toBeGreaterThan(20);
  expect((await properties.getByName('contacts', 'jivochat_other')).createdAt).toBeInstanceOf(Date);
});

it('pipelines have all that HubSpot’s own model requires of them and of their stages', async () => {
  const { pipelines } = await startWithClient();
  const { results } = await pipelines.getAll('deals');
  expect(results).toHaveLength(1);
  for (const made of [...results, ...results[0]!.stages]) {
    for (const date of [made.createdAt, made.updatedAt]) {
      expect(date).toBeInstanceOf(Date);
      expect(date.getTime()).toBeGreaterThan(0);
    }
    expect(made).toMatchObject({
      id: expect.any(String),
      label: expect.any(String),
      displayOrder: expect.any(Number),
      archived: false,
    });
  }
});
