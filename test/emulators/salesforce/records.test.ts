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

describe('an update', () => {
  it('answers nothing and keeps what it does not name', async () => {
    const id = await org.create('Lead', { ...LEAD, Title: 'Boss' });
    const { status, body } = await org.call('PATCH', `/sobjects/Lead/${id.slice(0, 15)}`, {
      FirstName: 'Tom',
      Title: '',
    });
    expect([status, body]).toEqual([204, '']);
    expect(org.salesforce.get(id)?.fields).toMatchObject({
      Name: 'Tom Clifton',
      Title: null,
      Company: LEAD.Company,
    });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['that takes the name away', { LastName: '' }, 'REQUIRED_FIELD_MISSING'],
    ['of what is fixed at creation', { IsConverted: true }, 'INVALID_FIELD_FOR_INSERT_UPDATE'],
    ['with an id in it', { Id: '00Q000000000000AAA' }, 'INVALID_FIELD'],
    ['that is too long', { Title: long(129) }, 'STRING_TOO_LONG'],
  ])('%s is refused', async (_case, fields, code) => {
    const id = await org.create('Lead', LEAD);
    const { status, body } = await org.call('PATCH', `/sobjects/Lead/${id}`, fields);
    expect([status, body[0].errorCode]).toEqual([400, code]);
  });

  it.each<[string, string, number, string]>([
    ['of an unknown lead', '00QgL000000000zUAA', 404, 'INVALID_CROSS_REFERENCE_KEY'],
    ['of what is no id', 'nobody', 404, 'NOT_FOUND'],
  ])('%s is refused', async (_case, id, status, code) => {
    const answer = await org.call('PATCH', `/sobjects/Lead/${id}`, { Title: 'x' });
    expect([answer.status, answer.body[0].errorCode]).toEqual([status, code]);
  });

  it('of another object under this name is refused', async () => {
    const [contact] = org.salesforce.contacts();
    expect((await org.call('PATCH', `/sobjects/Lead/${contact!.id}`, {})).status).toBe(404);
    expect((await org.call('GET', `/sobjects/Lead/${contact!.id}`)).status).toBe(404);
  });

  it('of users is not for the integration user', async () => {
    const id = org.salesforce.userId('anna@example.com');
    const { status, body } = await org.call('PATCH', `/sobjects/User/${id}`, { Title: 'x' });
    expect([status, body[0].errorCode]).toEqual([400, 'INSUFFICIENT_ACCESS_OR_READONLY']);
  });
});

describe('reading one record', () => {
  it('gives the fields asked for, and the id', async () => {
    const id = await org.create('Lead', LEAD);
    const { body } = await org.call('GET', `/sobjects/Lead/${id}?fields=LastName,Owner.Name`);
    expect(body).toEqual({
      attributes: expect.anything(),
      LastName: 'Clifton',
      Owner: { attributes: expect.anything(), Name: 'JivoChat Integration' },
      Id: id,
    });
  });

  it('refuses an unknown field', async () => {
    const id = await org.create('Lead', LEAD);
    const { status, body } = await org.call('GET', `/sobjects/Lead/${id}?fields=Id,foo`);
    expect([status, body]).toEqual([
      400,
      [{ message: "No such column 'foo' on sobject of type Lead", errorCode: 'INVALID_FIELD' }],
    ]);
  });
});

describe('records that are gone', () => {
  it('can be neither read nor written', async () => {
    const id = await org.create('Lead', LEAD);
    expect((await org.call('DELETE', `/sobjects/Lead/${id}`)).status).toBe(204);
    expect((await org.call('GET', `/sobjects/Lead/${id}`)).status).toBe(404);
    for (const method of ['PATCH', 'DELETE']) {
      const { status, body } = await org.call(
        method,
        `/sobjects/Lead/${id}`,
        method === 'PATCH' ? {} : undefined,
      );
      expect([status, body]).toEqual([
        404,
        [{ message: 'entity is deleted', errorCode: 'ENTITY_IS_DELETED', fields: [] }],
      ]);
    }
  });

  it('merged away know their master', async () => {
    const [winner, loser] = [await org.create('Lead', LEAD), await org.create('Lead', LEAD)];
    const task = await org.create('Task', { WhoId: loser, Subject: 'x' });
    org.salesforce.merge(winner, loser);
    const { body } = await org.call(
      'GET',
      `/queryAll?q=${encodeURIComponent(`SELECT IsDeleted, MasterRecordId FROM Lead WHERE Id = '${loser}'`)}`,
    );
    expect(body.records).toMatchObject([{ IsDeleted: true, MasterRecordId: winner }]);
    expect(org.salesforce.get(task)?.fields.WhoId).toBe(winner);
    expect((await org.call('PATCH', `/sobjects/Lead/${loser}`, {})).body[0].errorCode).toBe(
      'ENTITY_IS_DELETED',
    );
  });

  it('take their activities with them', async () => {
    const id = await org.create('Lead', LEAD);
    await org.create('Task', { WhoId: id, Subject: 'x' });
    await org.call('DELETE', `/sobjects/Lead/${id}`);
    expect(org.salesforce.tasks()).toEqual([]);
  });
});

describe('a converted lead', () => {
  const CONVERTED = [
    { message: 'cannot reference converted lead', errorCode: 'CANNOT_UPDATE_CONVERTED_LEAD', fields: [] },
  ];

  it('leaves a contact and an account, and takes no more writes', async () => {
    org.salesforce.defineExternalId('Lead', 'Key__c');
    const id = await org.create('Lead', { ...LEAD, FirstName: 'Tom', Email: 'tom@example.com', Key__c: 'k' });
    const task = await org.create('Task', { WhoId: id, Subject: 'x' });
    const { contactId, accountId } = org.salesforce.convert(id);
    const { body } = await org.soql(
      `SELECT IsConverted, ConvertedContactId, ConvertedAccountId, ConvertedContact.Email FROM Lead`,
    );
    expect(body.records).toMatchObject([
      {
        IsConverted: true,
        ConvertedContactId: contactId,
        ConvertedAccountId: accountId,
        ConvertedContact: { Email: 'tom@example.com' },
      },
    ]);
    expect(org.salesforce.get(contactId)?.fields).toMatchObject({
      Name: 'Tom Clifton',
      AccountId: accountId,
    });
    expect(org.salesforce.get(task)?.fields).toMatchObject({ WhoId: contactId, WhatId: accountId });
    for (const path of [`/sobjects/Lead/${id}`, '/sobjects/Lead/Key__c/k']) {
      const answer = await org.call('PATCH', path, { Title: 'x' });
      expect([answer.status, answer.body]).toEqual([400, CONVERTED]);
    }
    const answer = await org.call('POST', '/sobjects/Task', { WhoId: id, Subject: 'x' });
    expect([answer.status, answer.body]).toEqual([400, CONVERTED]);
  });

  it('may become part of people who are there', async () => {
    const [contact] = org.salesforce.contacts();
    const [account] = org.salesforce.list('Account');
    const id = await org.create('Lead', LEAD);
    const outcome = org.salesforce.convert(id, { contactId: contact!.id, accountId: account!.id });
    expect(outcome).toEqual({ contactId: contact!.id, accountId: account!.id });
    expect(org.salesforce.contacts()).toHaveLength(1);
  });
});

it('a record somebody else holds is refused for a while', async () => {
  const id = await org.create('Lead', LEAD);
  org.salesforce.lock(id, 2);
  const refused = [
    {
      message: `unable to obtain exclusive access to this record or 1 records: ${id}`,
      errorCode: 'UNABLE_TO_LOCK_ROW',
      fields: [],
    },
  ];
  expect((await org.call('PATCH', `/sobjects/Lead/${id}`, {})).body).toEqual(refused);
  expect((await org.call('POST', '/sobjects/Task', { WhoId: id })).body).toEqual(refused);
  expect((await org.call('PATCH', `/sobjects/Lead/${id}`, {})).status).toBe(204);
});
