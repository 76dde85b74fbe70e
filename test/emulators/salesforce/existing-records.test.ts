import { LEAD, startOrg, type Org } from './org';

let org: Org;
beforeEach(async () => {
  org = await startOrg();
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
    ['that is too long', { Title: 'x'.repeat(129) }, 'STRING_TOO_LONG'],
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
