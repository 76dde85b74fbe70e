import { LEAD, startOrg, type Org } from './org';

let org: Org;
beforeEach(async () => {
  org = await startOrg();
});

describe('a new record', () => {
  it('comes with an 18-character id and a place', async () => {
    const { status, body, headers } = await org.call('POST', '/sobjects/Lead', LEAD);
    expect(status).toBe(201);
    expect(body).toEqual({ id: expect.stringMatching(/^00Q\w{15}$/), success: true, errors: [] });
    expect(headers.get('location')).toBe(`/services/data/v62.0/sobjects/Lead/${body.id}`);
  });

  it('has its defaults, its name, its owner and its times', async () => {
    const now = Date.parse('2026-11-20T10:00:00.789Z');
    const other = await startOrg({ now: () => now });
    const id = await other.create('Lead', { ...LEAD, FirstName: 'Tom', Salutation: 'Mr.' });
    const { body } = await other.call('GET', `/sobjects/Lead/${id}`);
    expect(body).toMatchObject({
      attributes: { type: 'Lead', url: `/services/data/v62.0/sobjects/Lead/${id}` },
      Id: id,
      Name: 'Tom Clifton',
      Status: 'Open - Not Contacted',
      OwnerId: other.salesforce.app.runAsUserId,
      IsConverted: false,
      IsDeleted: false,
      Email: null,
      CreatedDate: '2026-11-20T10:00:00.000+0000',
      LastModifiedDate: '2026-11-20T10:00:00.000+0000',
    });
  });

  it('has texts without blanks around them, and none for a blank one', async () => {
    const id = await org.create('Lead', { ...LEAD, Title: '  Boss \n', FirstName: '  ' });
    expect(org.salesforce.get(id)?.fields).toMatchObject({ Title: 'Boss', FirstName: null, Name: 'Clifton' });
  });

  it('takes names of fields and objects in any case', async () => {
    const { status, body } = await org.call('POST', '/sobjects/lead', { lastname: 'X', COMPANY: 'Y' });
    expect(status).toBe(201);
    expect(org.salesforce.get(body.id as string)?.fields).toMatchObject({ LastName: 'X', Company: 'Y' });
  });
});

interface Refusal {
  message: string | RegExp;
  errorCode: string;
  fields?: string[];
}

const expected = ({ message, ...rest }: Refusal) => ({
  message: typeof message === 'string' ? message : (expect.stringMatching(message) as string),
  ...rest,
});
const long = (length: number) => 'x'.repeat(length);
const tooLong = (label: string, field: string, value: string, max: number): Refusal => ({
  message: `${label}: data value too large: ${value} (max length=${max})`,
  errorCode: 'STRING_TOO_LONG',
  fields: [field],
});
const badEmail = (value: string): Refusal => ({
  message: `Email: invalid email address: ${value}`,
  errorCode: 'INVALID_EMAIL_ADDRESS',
  fields: ['Email'],
});
const missing = (...fields: string[]): Refusal => ({
  message: `Required fields are missing: [${fields.join(', ')}]`,
  errorCode: 'REQUIRED_FIELD_MISSING',
  fields,
});
const unreadable = (words: string): Refusal => ({
  message: new RegExp(
    `^Cannot deserialize instance of ${words} or request may be missing a required field at \\[line:1, column:\\d+\\]$`,
  ),
  errorCode: 'JSON_PARSER_ERROR',
});

describe('a lead is refused', () => {
  it.each<[string, Record<string, unknown>, Refusal[]]>([
    ['without a company', { LastName: 'X' }, [missing('Company')]],
    ['with nothing', {}, [missing('LastName', 'Company')]],
    ['with blanks for a name', { LastName: ' ', Company: 'Y' }, [missing('LastName')]],
    ['with no status', { ...LEAD, Status: null }, [missing('Status')]],
    ['with a long name', { ...LEAD, LastName: long(81) }, [tooLong('Last Name', 'LastName', long(81), 80)]],
    ['with a long phone', { ...LEAD, Phone: long(41) }, [tooLong('Phone', 'Phone', long(41), 40)]],
    [
      'with a long text',
      { ...LEAD, Description: long(32_001) },
      [tooLong('Description', 'Description', long(32_001), 32_000)],
    ],
    [
      'with a long source',
      { ...LEAD, LeadSource: long(256) },
      [tooLong('Lead Source', 'LeadSource', long(256), 255)],
    ],
    ['with a bad e-mail', { ...LEAD, Email: 'tom@example' }, [badEmail('tom@example')]],
    ['with blanks in the e-mail', { ...LEAD, Email: 'to m@example.com' }, [badEmail('to m@example.com')]],
    ['with an e-mail in other letters', { ...LEAD, Email: 'том@example.com' }, [badEmail('том@example.com')]],
    ['with a dot at the end', { ...LEAD, Email: 'tom.@example.com' }, [badEmail('tom.@example.com')]],
    [
      'for several reasons at once',
      { Company: 'Y', Email: 'no', Phone: long(41) },
      [missing('LastName'), tooLong('Phone', 'Phone', long(41), 40), badEmail('no')],
    ],
    [
      'with an unknown field',
      { ...LEAD, foo: 1 },
      [{ message: "No such column 'foo' on sobject of type Lead", errorCode: 'INVALID_FIELD' }],
    ],
    [
      'with an unknown field, which is all that is told',
      { foo: 1, Email: 'no' },
      [{ message: "No such column 'foo' on sobject of type Lead", errorCode: 'INVALID_FIELD' }],
    ],
    [
      'with read-only fields',
      { ...LEAD, Name: 'X', CreatedDate: '2020-01-01T00:00:00Z' },
      [
        {
          message:
            'Unable to create/update fields: CreatedDate, Name. Please check the security settings of this field and verify that it is read/write for your profile or permission set.',
          errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
          fields: ['CreatedDate', 'Name'],
        },
      ],
    ],
    [
      'with an id',
      { ...LEAD, Id: '00Q' },
      [{ message: 'The Id field should not be specified in the sobject data.', errorCode: 'INVALID_FIELD' }],
    ],
    [
      'with a number for a text',
      { ...LEAD, Phone: 14155550100 },
      [unreadable('string from VALUE_NUMBER_INT value 14155550100')],
    ],
    [
      'with a boolean for a text',
      { ...LEAD, Title: true },
      [unreadable('string from VALUE_TRUE value true')],
    ],
    ['with a list for a text', { ...LEAD, Title: ['x'] }, [unreadable('string from START_ARRAY value \\[')]],
    [
      'with an object for a text',
      { ...LEAD, Title: { x: 1 } },
      [unreadable('string from START_OBJECT value \\{')],
    ],
    [
      'with a text for a boolean',
      { ...LEAD, IsConverted: 'false' },
      [unreadable('boolean from VALUE_STRING value false')],
    ],
    [
      'with half an employee',
      { ...LEAD, NumberOfEmployees: 1.5 },
      [unreadable('int from VALUE_NUMBER_FLOAT value 1.5')],
    ],
    [
      'with words for employees',
      { ...LEAD, NumberOfEmployees: 'few' },
      [unreadable('int from VALUE_STRING value few')],
    ],
  ])('%s', async (_case, fields, refusals) => {
    const { status, body } = await org.call('POST', '/sobjects/Lead', fields);
    expect(status).toBe(400);
    expect(body).toEqual(refusals.map(expected));
    expect(org.salesforce.leads()).toEqual([]);
  });

  it('by restricted picklists, once they are restricted', async () => {
    const lead = { ...LEAD, LeadSource: 'JivoChat' };
    expect((await org.call('POST', '/sobjects/Lead', lead)).status).toBe(201);
    org.salesforce.changeField('Lead', 'LeadSource', { restrictedPicklist: true });
    const { body } = await org.call('POST', '/sobjects/Lead', lead);
    expect(body).toEqual([
      {
        message: 'Lead Source: bad value for restricted picklist field: JivoChat',
        errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
        fields: ['LeadSource'],
      },
    ]);
    expect((await org.call('POST', '/sobjects/Lead', { ...LEAD, LeadSource: 'web' })).status).toBe(201);
    const web = { value: 'Web', label: 'Web', active: false, defaultValue: false, validFor: null };
    org.salesforce.changeField('Lead', 'LeadSource', { picklistValues: [web] });
    expect((await org.call('POST', '/sobjects/Lead', { ...LEAD, LeadSource: 'Web' })).status).toBe(400);
  });

  it('by custom fields that must not be blank', async () => {
    org.salesforce.defineField('Lead', { name: 'Region__c', nillable: false });
    expect((await org.call('POST', '/sobjects/Lead', LEAD)).body).toEqual([missing('Region__c')]);
    expect((await org.call('POST', '/sobjects/Lead', { ...LEAD, Region__c: 'EU' })).status).toBe(201);
  });

  it("by the admin's rules, in the admin's words, after everything else is right", async () => {
    const { salesforce } = org;
    salesforce.addValidationRule({
      type: 'Lead',
      message: 'Wie heißt die Firma?',
      when: { field: 'Company', matches: '^Unknown$' },
      errorField: 'Company',
    });
    salesforce.addValidationRule({
      type: 'Lead',
      message: 'A phone, please',
      when: { field: 'Phone', blank: true },
      on: 'create',
    });
    salesforce.addValidationRule({
      type: 'Contact',
      message: 'Not for leads',
      when: { field: 'LastName', blank: false },
    });
    const lead = { LastName: 'X', Company: 'Unknown' };
    expect((await org.call('POST', '/sobjects/Lead', { ...lead, Email: 'no' })).body).toEqual([
      badEmail('no'),
    ]);
    expect((await org.call('POST', '/sobjects/Lead', lead)).body).toEqual([
      {
        message: 'Wie heißt die Firma?',
        errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        fields: ['Company'],
      },
      { message: 'A phone, please', errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', fields: [] },
    ]);
    const id = await org.create('Lead', { ...LEAD, Phone: '1' });
    expect((await org.call('PATCH', `/sobjects/Lead/${id}`, { Phone: null })).status).toBe(204);
    expect((await org.call('PATCH', `/sobjects/Lead/${id}`, { Company: 'Unknown' })).status).toBe(400);
    salesforce.clearRules();
    expect((await org.call('POST', '/sobjects/Lead', lead)).status).toBe(201);
  });
});
