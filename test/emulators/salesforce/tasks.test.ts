import { LEAD, startOrg, type Org } from './org';

let org: Org;
let lead: string;
let contact: string;
let account: string;
beforeAll(async () => {
  org = await startOrg();
  lead = await org.create('Lead', LEAD);
  contact = org.salesforce.contacts()[0]!.id;
  account = org.salesforce.list('Account')[0]!.id;
});

const CALL = {
  Subject: 'Call',
  TaskSubtype: 'Call',
  CallType: 'Inbound',
  CallDurationInSeconds: 61,
  Status: 'Completed',
};

describe('a task is taken', () => {
  it('about a lead, with defaults', async () => {
    const id = await org.create('Task', { WhoId: lead.slice(0, 15) });
    expect(org.salesforce.get(id)?.fields).toMatchObject({
      WhoId: lead,
      Status: 'Not Started',
      Priority: 'Normal',
      TaskSubtype: 'Task',
      IsClosed: false,
      OwnerId: org.salesforce.app.runAsUserId,
    });
  });

  it('about a contact, with its account', async () => {
    const id = await org.create('Task', { WhoId: contact });
    expect(org.salesforce.get(id)?.fields.AccountId).toBe(account);
  });

  it.each<[string, () => Record<string, unknown>]>([
    ['about a contact and an account', () => ({ WhoId: contact, WhatId: account })],
    ['as a call', () => ({ WhoId: lead, ...CALL })],
    ['with a day', () => ({ ActivityDate: '2026-11-20' })],
    ['with 32,000 characters', () => ({ Description: 'x'.repeat(32_000), Subject: 'x'.repeat(255) })],
    ['in other case', () => ({ Status: 'completed' })],
    ['with any type', () => ({ Type: 'Chat' })],
    ['without anything', () => ({})],
  ])('%s', async (_case, fields) => {
    expect((await org.call('POST', '/sobjects/Task', fields())).status).toBe(201);
  });

  it('and closed when completed', async () => {
    const id = await org.create('Task', CALL);
    expect(org.salesforce.get(id)?.fields.IsClosed).toBe(true);
  });
});

describe('a task is refused', () => {
  it.each<[string, () => Record<string, unknown>, string, string[] | undefined]>([
    [
      'about a lead and an account',
      () => ({ WhoId: lead, WhatId: account }),
      'FIELD_INTEGRITY_EXCEPTION',
      ['WhoId', 'WhatId'],
    ],
    ['about an account by name', () => ({ WhoId: account }), 'FIELD_INTEGRITY_EXCEPTION', ['WhoId']],
    ['related to a lead', () => ({ WhatId: lead }), 'FIELD_INTEGRITY_EXCEPTION', ['WhatId']],
    ['about nobody', () => ({ WhoId: '00QgL000000000zUAA' }), 'INVALID_CROSS_REFERENCE_KEY', []],
    ['about what is no id', () => ({ WhoId: 'tom' }), 'MALFORMED_ID', ['WhoId']],
    ['with more text', () => ({ Description: 'x'.repeat(32_001) }), 'STRING_TOO_LONG', ['Description']],
    ['with a long subject', () => ({ Subject: 'x'.repeat(256) }), 'STRING_TOO_LONG', ['Subject']],
    [
      'with another status',
      () => ({ Status: 'Done' }),
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      ['Status'],
    ],
    [
      'with another priority',
      () => ({ Priority: 'Urgent' }),
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      ['Priority'],
    ],
    [
      'with another subtype',
      () => ({ TaskSubtype: 'Chat' }),
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      ['TaskSubtype'],
    ],
    [
      'with another direction',
      () => ({ CallType: 'In' }),
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      ['CallType'],
    ],
    ['with a time', () => ({ ActivityDate: '2026-11-20T00:00:00Z' }), 'JSON_PARSER_ERROR', undefined],
    ['with no day of the calendar', () => ({ ActivityDate: '2026-02-30' }), 'JSON_PARSER_ERROR', undefined],
    ['with an empty day', () => ({ ActivityDate: '' }), 'JSON_PARSER_ERROR', undefined],
    [
      'with a reminder without zone',
      () => ({ ReminderDateTime: '2026-11-20 10:00:00' }),
      'JSON_PARSER_ERROR',
      undefined,
    ],
    ['with half a second', () => ({ CallDurationInSeconds: 1.5 }), 'JSON_PARSER_ERROR', undefined],
    [
      'with less than no time',
      () => ({ CallDurationInSeconds: -1 }),
      'INVALID_TYPE_ON_FIELD_IN_RECORD',
      ['CallDurationInSeconds'],
    ],
    ['closed by hand', () => ({ IsClosed: true }), 'INVALID_FIELD_FOR_INSERT_UPDATE', ['IsClosed']],
    [
      'for a queue that is not for tasks',
      () => ({ OwnerId: org.salesforce.list('Group')[0]!.id }),
      'INVALID_CROSS_REFERENCE_KEY',
      [],
    ],
    [
      'for who has left',
      () => ({ OwnerId: org.salesforce.userId('carla@example.com') }),
      'INACTIVE_OWNER_OR_USER',
      [],
    ],
  ])('%s', async (_case, fields, errorCode, named) => {
    const before = org.salesforce.tasks().length;
    const { status, body } = await org.call('POST', '/sobjects/Task', fields());
    expect(status).toBe(400);
    expect(body).toEqual([{ errorCode, message: expect.any(String), ...(named && { fields: named }) }]);
    expect(org.salesforce.tasks()).toHaveLength(before);
  });

  it('about a deleted lead', async () => {
    const gone = org.salesforce.seed('Lead', LEAD);
    org.salesforce.remove(gone);
    const { status, body } = await org.call('POST', '/sobjects/Task', { WhoId: gone });
    expect([status, body[0].errorCode]).toEqual([400, 'ENTITY_IS_DELETED']);
  });

  it('to change its subtype', async () => {
    const id = await org.create('Task', {});
    expect((await org.call('PATCH', `/sobjects/Task/${id}`, { TaskSubtype: 'Call' })).body[0].errorCode).toBe(
      'INVALID_FIELD_FOR_INSERT_UPDATE',
    );
  });

  it('to be related afterwards, when it is about a lead', async () => {
    const id = await org.create('Task', { WhoId: lead });
    expect((await org.call('PATCH', `/sobjects/Task/${id}`, { WhatId: account })).body[0].errorCode).toBe(
      'FIELD_INTEGRITY_EXCEPTION',
    );
  });
});
