import type { FieldDefinition } from '../../../emulators/salesforce';
import { LEAD, startOrg, type Org } from './org';

let org: Org;
beforeEach(async () => {
  org = await startOrg();
});

const fieldsOf = async (type: string) => {
  const { body } = await org.call('GET', `/sobjects/${type}/describe`);
  return body.fields as FieldDefinition[];
};

describe('describe', () => {
  it.each([
    ['Lead', ['LastName', 'Company']],
    ['Contact', ['LastName']],
    ['Account', ['Name']],
    ['Task', []],
  ])('tells what a %s needs', async (type, required) => {
    const fields = await fieldsOf(type);
    const needed = fields.filter((field) => field.createable && !field.nillable && !field.defaultedOnCreate);
    expect(needed.map(({ name }) => name)).toEqual(required);
  });

  it.each<[string, string, Partial<FieldDefinition>]>([
    ['Lead', 'Email', { type: 'email', length: 80, idLookup: true, externalId: false }],
    ['Lead', 'Description', { type: 'textarea', length: 32_000, filterable: false }],
    [
      'Lead',
      'OwnerId',
      {
        type: 'reference',
        referenceTo: ['Group', 'User'],
        relationshipName: 'Owner',
        defaultedOnCreate: true,
      },
    ],
    ['Lead', 'IsConverted', { createable: true, updateable: false }],
    ['Lead', 'ConvertedContactId', { createable: false, updateable: false }],
    ['Lead', 'LeadSource', { restrictedPicklist: false, nillable: true }],
    ['Task', 'Status', { restrictedPicklist: true }],
    ['User', 'IsActive', { type: 'boolean' }],
  ])('knows %s.%s', async (type, name, definition) => {
    expect((await fieldsOf(type)).find((field) => field.name === name)).toMatchObject(definition);
  });

  it('lists the values of picklists', async () => {
    const status = (await fieldsOf('Lead')).find(({ name }) => name === 'Status');
    expect(status?.picklistValues).toContainEqual({
      value: 'Open - Not Contacted',
      label: 'Open - Not Contacted',
      active: true,
      defaultValue: true,
      validFor: null,
    });
  });

  it('has the key prefix, and no such object', async () => {
    expect((await org.call('GET', '/sobjects/Lead/describe')).body).toMatchObject({
      name: 'Lead',
      keyPrefix: '00Q',
    });
    expect((await org.call('GET', '/sobjects/Leed/describe')).status).toBe(404);
    expect((await org.call('GET', '/sobjects/CustomField/describe')).status).toBe(404);
  });
});

const KEY = {
  FullName: 'Lead.Jivo_Key__c',
  Metadata: {
    label: 'Jivo key',
    type: 'Text',
    length: 255,
    externalId: true,
    unique: true,
    caseSensitive: true,
  },
};
const make = (field: object) => org.call('POST', '/tooling/sobjects/CustomField', field);

describe('a custom field', () => {
  it('is out of sight until a permission set of the user names it', async () => {
    const { status, body } = await make(KEY);
    expect([status, body]).toMatchObject([201, { id: expect.stringMatching(/^00N/), success: true }]);
    const names = async () => (await fieldsOf('Lead')).map(({ name }) => name);
    expect(await names()).not.toContain('Jivo_Key__c');
    expect((await org.call('POST', '/sobjects/Lead', { ...LEAD, Jivo_Key__c: 'k' })).body[0]).toEqual({
      message: "No such column 'Jivo_Key__c' on sobject of type Lead",
      errorCode: 'INVALID_FIELD',
    });
    expect((await org.call('PATCH', '/sobjects/Lead/Jivo_Key__c/k', LEAD)).status).toBe(404);
    expect((await org.soql('SELECT Jivo_Key__c FROM Lead')).body[0].errorCode).toBe('INVALID_FIELD');

    const ParentId = await org.create('PermissionSet', { Name: 'JivoChat', Label: 'JivoChat' });
    const permission = { ParentId, SobjectType: 'Lead', Field: 'Lead.Jivo_Key__c', PermissionsRead: true };
    const id = await org.create('FieldPermissions', permission);
    expect(await names()).not.toContain('Jivo_Key__c');
    await org.create('PermissionSetAssignment', {
      PermissionSetId: ParentId,
      AssigneeId: org.salesforce.app.runAsUserId,
    });
    expect(await names()).toContain('Jivo_Key__c');
    expect((await org.call('POST', '/sobjects/Lead', { ...LEAD, Jivo_Key__c: 'k' })).body[0].errorCode).toBe(
      'INVALID_FIELD_FOR_INSERT_UPDATE',
    );
    await org.call('PATCH', `/sobjects/FieldPermissions/${id}`, { PermissionsEdit: true });
    expect((await org.call('PATCH', '/sobjects/Lead/Jivo_Key__c/k', LEAD)).status).toBe(201);
  });

  it('is found by the Tooling API alone', async () => {
    await make(KEY);
    const q = `?q=${encodeURIComponent("SELECT Id FROM CustomField WHERE TableEnumOrId = 'Lead' AND DeveloperName = 'Jivo_Key'")}`;
    expect((await org.call('GET', `/tooling/query${q}`)).body.totalSize).toBe(1);
    expect((await org.call('GET', `/query${q}`)).body[0].errorCode).toBe('INVALID_TYPE');
  });

  it('of tasks is made for activities', async () => {
    expect((await make({ ...KEY, FullName: 'Task.Jivo_Key__c' })).body[0].errorCode).toBe(
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    );
    expect((await make({ ...KEY, FullName: 'Activity.Jivo_Key__c' })).status).toBe(201);
  });

  it.each<[string, object, string]>([
    ['there already', KEY, 'DUPLICATE_DEVELOPER_NAME'],
    ['without __c', { ...KEY, FullName: 'Lead.Jivo' }, 'FIELD_INTEGRITY_EXCEPTION'],
    ['with a dash', { ...KEY, FullName: 'Lead.Jivo-Key__c' }, 'FIELD_INTEGRITY_EXCEPTION'],
    [
      'without a label',
      { FullName: 'Lead.A__c', Metadata: { type: 'Text', length: 5 } },
      'FIELD_INTEGRITY_EXCEPTION',
    ],
    [
      'without a length',
      { FullName: 'Lead.A__c', Metadata: { label: 'A', type: 'Text' } },
      'FIELD_INTEGRITY_EXCEPTION',
    ],
    [
      'too long',
      { FullName: 'Lead.A__c', Metadata: { label: 'A', type: 'Text', length: 256 } },
      'FIELD_INTEGRITY_EXCEPTION',
    ],
    [
      'a key that is a phone',
      { FullName: 'Lead.A__c', Metadata: { label: 'A', type: 'Phone', externalId: true } },
      'FIELD_INTEGRITY_EXCEPTION',
    ],
  ])('is refused %s', async (_case, field, code) => {
    await make(KEY);
    const { status, body } = await make(field);
    expect([status, body[0].errorCode]).toEqual([400, code]);
  });
});

describe('a field permission', () => {
  const grant = (change: object) => {
    const ParentId = org.salesforce.list('PermissionSet')[0]!.id;
    return org.call('POST', '/sobjects/FieldPermissions', {
      ParentId,
      SobjectType: 'Lead',
      Field: 'Lead.Jivo_Key__c',
      PermissionsRead: true,
      PermissionsEdit: true,
      ...change,
    });
  };
  beforeEach(() => make(KEY));

  it.each<[string, object, string]>([
    ['for no field', { Field: 'Lead.Nope__c' }, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'],
    ['for another object', { SobjectType: 'Contact' }, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'],
    ['to write what cannot be read', { PermissionsRead: false }, 'FIELD_INTEGRITY_EXCEPTION'],
    ['of no permission set', { ParentId: '0PSgL000000000zWAA' }, 'INVALID_CROSS_REFERENCE_KEY'],
  ])('is refused %s', async (_case, change, code) => {
    expect((await grant(change)).body[0].errorCode).toBe(code);
  });

  it('is given once', async () => {
    expect((await grant({})).status).toBe(201);
    expect((await grant({})).body[0].errorCode).toBe('DUPLICATE_VALUE');
  });
});
