import { LEAD, startOrg, type Org } from './org';

let org: Org;
beforeEach(async () => {
  org = await startOrg();
});

describe('collections', () => {
  const lead = (fields: object) => ({ attributes: { type: 'Lead' }, ...fields });
  const REFUSED = {
    success: false,
    errors: [
      {
        statusCode: 'REQUIRED_FIELD_MISSING',
        message: 'Required fields are missing: [Company]',
        fields: ['Company'],
      },
    ],
  };

  it('save what they can, and call the code statusCode', async () => {
    const { status, body } = await org.call('POST', '/composite/sobjects', {
      records: [lead(LEAD), lead({ LastName: 'X' })],
    });
    expect(status).toBe(200);
    expect(body).toEqual([{ id: expect.stringMatching(/^00Q/), success: true, errors: [] }, REFUSED]);
    expect(org.salesforce.leads()).toHaveLength(1);
  });

  it('save nothing when all or none', async () => {
    const records = [lead(LEAD), lead({ LastName: 'X' })];
    const { body } = await org.call('POST', '/composite/sobjects', { allOrNone: true, records });
    expect(body).toEqual([
      {
        success: false,
        errors: [
          {
            statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
            message:
              'Record rolled back because not all records were valid and the request was using AllOrNone header',
            fields: [],
          },
        ],
      },
      REFUSED,
    ]);
    expect(org.salesforce.leads()).toEqual([]);
  });

  it('update by id and upsert by key', async () => {
    org.salesforce.defineExternalId('Lead', 'Key__c');
    const id = await org.create('Lead', { ...LEAD, Key__c: 'a' });
    const patched = await org.call('PATCH', '/composite/sobjects', {
      records: [{ ...lead({ Title: 'x' }), id }],
    });
    expect(patched.body).toEqual([{ id, success: true, errors: [] }]);
    const records = [
      lead({ Key__c: 'a', Title: 'y' }),
      lead({ ...LEAD, Key__c: 'b' }),
      lead({ Key__c: 'c' }),
    ];
    const { body } = await org.call('PATCH', '/composite/sobjects/Lead/Key__c', { records });
    expect(body).toMatchObject([
      { id, success: true, created: false },
      { success: true, created: true },
      { success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING' }] },
    ]);
    expect(org.salesforce.get(id)?.fields.Title).toBe('y');
  });

  it('fail as a whole for what cannot be read and for 201 records', async () => {
    const unknown = await org.call('POST', '/composite/sobjects', {
      records: [lead(LEAD), lead({ ...LEAD, foo: 1 })],
    });
    expect([unknown.status, unknown.body[0].errorCode]).toEqual([400, 'INVALID_FIELD']);
    const many = await org.call('POST', '/composite/sobjects', {
      records: Array.from({ length: 201 }, () => lead(LEAD)),
    });
    expect(many.status).toBe(400);
    expect(org.salesforce.leads()).toEqual([]);
  });
});
