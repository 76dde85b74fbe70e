import { LEAD, startOrg, type Org } from './org';

let org: Org;
beforeEach(async () => {
  org = await startOrg();
});

const TOM = { ...LEAD, Email: 'tom@example.com', Phone: '+1 415 555-0100' };
const rule = (parameters: string) => ({ 'Sforce-Duplicate-Rule-Header': parameters });

describe('a duplicate rule', () => {
  it('refuses with all it found', async () => {
    org.salesforce.addDuplicateRule({ action: 'alert' });
    const id = await org.create('Lead', TOM);
    const { status, body } = await org.call('POST', '/sobjects/Lead', { ...TOM, Email: 'TOM@example.com' });
    expect(status).toBe(400);
    expect(body).toEqual([
      {
        duplicateResult: {
          allowSave: true,
          duplicateRule: 'Standard_Lead_Duplicate_Rule',
          duplicateRuleEntityType: 'Lead',
          errorMessage: 'Use one of these records?',
          matchResults: [
            {
              entityType: 'Lead',
              errors: [],
              matchEngine: 'ExactMatchEngine',
              matchRecords: [
                {
                  additionalInformation: [],
                  fieldDiffs: [],
                  matchConfidence: 100,
                  record: {
                    attributes: { type: 'Lead', url: `/services/data/v62.0/sobjects/Lead/${id}` },
                    Id: id,
                  },
                },
              ],
              rule: 'Standard_Lead_Duplicate_Rule_Match',
              size: 1,
              success: true,
            },
          ],
        },
        errorCode: 'DUPLICATES_DETECTED',
        message: 'Use one of these records?',
      },
    ]);
    expect(org.salesforce.leads()).toHaveLength(1);
  });

  it.each<[string, 'alert' | 'block', string, number]>([
    ['an alert, told to save', 'alert', 'allowSave=true', 201],
    ['an alert, told among others', 'alert', 'includeRecordDetails=true; allowSave=true', 201],
    ['an alert, told with commas', 'alert', 'runAsCurrentUser=false,allowSave=TRUE', 201],
    ['an alert, not told to save', 'alert', 'allowSave=false', 400],
    ['a block, told to save', 'block', 'allowSave=true', 400],
  ])('%s', async (_case, action, parameters, status) => {
    org.salesforce.addDuplicateRule({ action });
    await org.create('Lead', TOM);
    const answer = await org.call('POST', '/sobjects/Lead', TOM, rule(parameters));
    expect(answer.status).toBe(status);
    if (action === 'block') expect(answer.body[0].duplicateResult.allowSave).toBe(false);
  });

  it('shows values of the records only when asked', async () => {
    org.salesforce.addDuplicateRule();
    await org.create('Lead', TOM);
    const { body } = await org.call('POST', '/sobjects/Lead', TOM, rule('includeRecordDetails=true'));
    const [{ record }] = body[0].duplicateResult.matchResults[0].matchRecords;
    expect(record).toMatchObject({ Email: 'tom@example.com', Name: 'Clifton' });
  });

  it('compares phones by their digits, in both fields', async () => {
    org.salesforce.addDuplicateRule({ by: 'phone' });
    await org.create('Lead', TOM);
    expect((await org.call('POST', '/sobjects/Lead', { ...LEAD, MobilePhone: '+14155550100' })).status).toBe(
      400,
    );
    expect((await org.call('POST', '/sobjects/Lead', { ...LEAD, MobilePhone: '+14155550101' })).status).toBe(
      201,
    );
  });

  it('may find a contact for a lead', async () => {
    org.salesforce.addDuplicateRule({ against: ['Lead', 'Contact'] });
    const { body } = await org.call('POST', '/sobjects/Lead', { ...LEAD, Email: 'clara.weber@acme.example' });
    const { duplicateRuleEntityType, matchResults } = body[0].duplicateResult;
    expect([duplicateRuleEntityType, matchResults.length, matchResults[0].entityType]).toEqual([
      'Lead',
      1,
      'Contact',
    ]);
  });

  it('is for its own object', async () => {
    org.salesforce.addDuplicateRule({ type: 'Contact' });
    const Email = 'clara.weber@acme.example';
    expect((await org.call('POST', '/sobjects/Lead', { ...TOM, Email })).status).toBe(201);
    expect(
      (await org.call('POST', '/sobjects/Contact', { LastName: 'X', Email: 'clara.weber@acme.example' }))
        .status,
    ).toBe(400);
  });

  it('holds for updates that change what it compares, and not against the record itself', async () => {
    await org.create('Lead', TOM);
    const double = await org.create('Lead', TOM);
    org.salesforce.addDuplicateRule();
    expect((await org.call('PATCH', `/sobjects/Lead/${double}`, { Title: 'x' })).status).toBe(204);
    const id = await org.create('Lead', { ...LEAD, Email: 'other@example.com' });
    expect((await org.call('PATCH', `/sobjects/Lead/${id}`, { Title: 'x' })).status).toBe(204);
    expect((await org.call('PATCH', `/sobjects/Lead/${id}`, { Email: 'other@example.com' })).status).toBe(
      204,
    );
    expect((await org.call('PATCH', `/sobjects/Lead/${id}`, { Email: TOM.Email })).body[0].errorCode).toBe(
      'DUPLICATES_DETECTED',
    );
  });

  it('sees neither blanks nor the deleted nor the converted', async () => {
    org.salesforce.addDuplicateRule();
    org.salesforce.addDuplicateRule({ by: 'phone' });
    for (let n = 0; n < 2; n++) await org.create('Lead', { ...LEAD, Phone: 'n/a' });
    await org.create('Lead', LEAD);
    expect((await org.call('POST', '/sobjects/Lead', LEAD)).status).toBe(201);
    org.salesforce.remove(await org.create('Lead', TOM));
    org.salesforce.convert(await org.create('Lead', TOM));
    expect((await org.call('POST', '/sobjects/Lead', TOM)).status).toBe(201);
  });
});

describe('a unique external id', () => {
  beforeEach(() => org.salesforce.defineExternalId('Lead', 'Key__c'));

  it('is refused the second time, with the id of the first', async () => {
    const id = await org.create('Lead', { ...LEAD, Key__c: 'k' });
    const { status, body } = await org.call('POST', '/sobjects/Lead', { ...LEAD, Key__c: 'k' });
    expect([status, body]).toEqual([
      400,
      [
        {
          message: `duplicate value found: Key__c duplicates value on record with id: ${id}`,
          errorCode: 'DUPLICATE_VALUE',
          fields: [],
        },
      ],
    ]);
    const other = await org.create('Lead', { ...LEAD, Key__c: 'K' });
    expect((await org.call('PATCH', `/sobjects/Lead/${other}`, { Key__c: 'k' })).body[0].errorCode).toBe(
      'DUPLICATE_VALUE',
    );
    expect((await org.call('PATCH', `/sobjects/Lead/${other}`, { Key__c: 'K' })).status).toBe(204);
  });

  it('is refused in other case too, unless the case counts', async () => {
    org.salesforce.changeField('Lead', 'Key__c', { caseSensitive: false });
    await org.create('Lead', { ...LEAD, Key__c: 'k' });
    expect((await org.call('POST', '/sobjects/Lead', { ...LEAD, Key__c: 'K' })).status).toBe(400);
  });
});

describe('upsert', () => {
  beforeEach(() => org.salesforce.defineExternalId('Lead', 'Key__c'));

  it('creates, then updates', async () => {
    const path = `/sobjects/Lead/Key__c/${encodeURIComponent('a/b c#1?ü')}`;
    const created = await org.call('PATCH', path, LEAD);
    expect(created.status).toBe(201);
    expect(created.body).toEqual({
      id: expect.stringMatching(/^00Q/),
      success: true,
      errors: [],
      created: true,
    });
    const updated = await org.call('PATCH', path, { Title: 'Boss' });
    expect([updated.status, updated.body]).toEqual([
      200,
      { id: created.body.id, success: true, errors: [], created: false },
    ]);
    expect(org.salesforce.get(created.body.id as string)?.fields).toMatchObject({
      Key__c: 'a/b c#1?ü',
      Title: 'Boss',
    });
    expect(org.salesforce.leads()).toHaveLength(1);
  });

  it.each<[string, string, unknown, number, string, RegExp]>([
    [
      'an unknown field',
      '/sobjects/Lead/Nope__c/1',
      LEAD,
      404,
      'NOT_FOUND',
      /^Provided external ID field does not exist or is not accessible: Nope__c$/,
    ],
    ['a field that is no key', '/sobjects/Lead/Company/1', LEAD, 404, 'NOT_FOUND', /: Company$/],
    [
      'the key in the body',
      '/sobjects/Lead/Key__c/1',
      { ...LEAD, Key__c: '1' },
      400,
      'INVALID_FIELD',
      /^The Key__c field should not be specified in the sobject data\.$/,
    ],
    [
      'the id in the body',
      '/sobjects/Lead/Key__c/1',
      { ...LEAD, Id: 'x' },
      400,
      'INVALID_FIELD',
      /^The Id field/,
    ],
    ['an ending that looks like a format', '/sobjects/Lead/Email/x@email.inc', LEAD, 404, 'NOT_FOUND', /./],
    ['what a creation is refused for', '/sobjects/Lead/Key__c/1', {}, 400, 'REQUIRED_FIELD_MISSING', /./],
    ['a key that is too long', `/sobjects/Lead/Key__c/${'x'.repeat(256)}`, LEAD, 400, 'STRING_TOO_LONG', /./],
  ])('refuses %s', async (_case, path, body, status, errorCode, message) => {
    const answer = await org.call('PATCH', path, body);
    expect([answer.status, answer.body]).toEqual([
      status,
      [
        {
          errorCode,
          message: expect.stringMatching(message),
          ...(answer.body[0].fields && { fields: expect.any(Array) }),
        },
      ],
    ]);
    expect(org.salesforce.leads()).toEqual([]);
  });

  it('writes nothing when several records have the value', async () => {
    const ids = [await org.create('Lead', TOM), await org.create('Lead', TOM)];
    for (const method of ['PATCH', 'GET']) {
      const { status, body } = await org.call(
        method,
        '/sobjects/Lead/Email/TOM@example.com',
        method === 'GET' ? undefined : { Title: 'x' },
      );
      expect([status, body]).toEqual([300, ids.map((id) => `/services/data/v62.0/sobjects/Lead/${id}`)]);
    }
    expect(org.salesforce.leads().map(({ fields }) => fields.Title)).toEqual([null, null]);
  });

  it('does not see the deleted', async () => {
    org.salesforce.remove(await org.create('Lead', { ...LEAD, Key__c: 'k' }));
    expect((await org.call('PATCH', '/sobjects/Lead/Key__c/k', LEAD)).status).toBe(201);
  });

  it('has brothers that read and delete', async () => {
    const id = await org.create('Lead', { ...LEAD, Key__c: 'k' });
    expect((await org.call('GET', '/sobjects/Lead/Key__c/k')).body.Id).toBe(id);
    expect((await org.call('DELETE', '/sobjects/Lead/Key__c/k')).status).toBe(204);
    expect((await org.call('GET', '/sobjects/Lead/Key__c/k')).status).toBe(404);
  });
});
