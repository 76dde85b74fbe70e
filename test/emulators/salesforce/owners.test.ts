import { LEAD, startOrg, type Org } from './org';

let org: Org;
let anna: string;
let carla: string;
beforeEach(async () => {
  org = await startOrg();
  anna = org.salesforce.userId('anna@example.com');
  carla = org.salesforce.userId('carla@example.com');
});

const ownerOf = (id: string) => org.salesforce.get(id)?.fields.OwnerId;

describe('the owner of a lead', () => {
  it('is a user or a queue for leads', async () => {
    const queue = org.salesforce.list('Group')[0]!.id;
    expect(ownerOf(await org.create('Lead', { ...LEAD, OwnerId: anna }))).toBe(anna);
    expect(ownerOf(await org.create('Lead', { ...LEAD, OwnerId: anna.slice(0, 15) }))).toBe(anna);
    expect(ownerOf(await org.create('Lead', { ...LEAD, OwnerId: queue }))).toBe(queue);
  });

  it.each<[string, () => string, unknown]>([
    [
      'who has left',
      () => carla,
      {
        message: expect.stringMatching(/^operation performed with inactive user \[005\w{12}\]$/),
        errorCode: 'INACTIVE_OWNER_OR_USER',
        fields: [],
      },
    ],
    [
      'who never was',
      () => '005gL000000000zQAA',
      { message: 'invalid cross reference id', errorCode: 'INVALID_CROSS_REFERENCE_KEY', fields: [] },
    ],
    [
      'that is no id',
      () => 'anna@example.com',
      {
        message: 'Owner ID: id value of incorrect type: anna@example.com',
        errorCode: 'MALFORMED_ID',
        fields: ['OwnerId'],
      },
    ],
    [
      'that is an account',
      () => org.salesforce.list('Account')[0]!.id,
      {
        message: expect.stringMatching(/^Owner ID: id value of incorrect type: 001/),
        errorCode: 'FIELD_INTEGRITY_EXCEPTION',
        fields: ['OwnerId'],
      },
    ],
    [
      'that is a queue for tasks',
      () => org.salesforce.seedQueue('Calls', ['Task']),
      { message: 'invalid cross reference id', errorCode: 'INVALID_CROSS_REFERENCE_KEY', fields: [] },
    ],
    [
      'that is a group of users',
      () => org.salesforce.seed('Group', { Name: 'All', Type: 'Regular' }),
      { message: 'invalid cross reference id', errorCode: 'INVALID_CROSS_REFERENCE_KEY', fields: [] },
    ],
  ])('is nobody %s', async (_case, owner, refusal) => {
    const OwnerId = owner();
    const { status, body } = await org.call('POST', '/sobjects/Lead', { ...LEAD, OwnerId });
    expect([status, body]).toEqual([400, [refusal]]);
    const id = await org.create('Lead', LEAD);
    expect((await org.call('PATCH', `/sobjects/Lead/${id}`, { OwnerId })).body).toEqual([refusal]);
  });

  it('is told together with other errors', async () => {
    const { body } = await org.call('POST', '/sobjects/Lead', { ...LEAD, Email: 'no', OwnerId: carla });
    expect((body as { errorCode: string }[]).map(({ errorCode }) => errorCode)).toEqual([
      'INVALID_EMAIL_ADDRESS',
      'INACTIVE_OWNER_OR_USER',
    ]);
  });

  it('who has left may keep others from writing', async () => {
    const id = org.salesforce.seed('Lead', { ...LEAD, OwnerId: carla });
    expect((await org.call('PATCH', `/sobjects/Lead/${id}`, { Title: 'x' })).status).toBe(204);
    org.salesforce.settings.inactiveOwnersFreezeRecords = true;
    expect((await org.call('PATCH', `/sobjects/Lead/${id}`, { Title: 'y' })).body[0].errorCode).toBe(
      'INACTIVE_OWNER_OR_USER',
    );
    expect((await org.call('PATCH', `/sobjects/Lead/${id}`, { OwnerId: anna })).status).toBe(204);
  });
});

it('the owner of a contact is no queue', async () => {
  const OwnerId = org.salesforce.seedQueue('Leads_2');
  const { body } = await org.call('POST', '/sobjects/Contact', { LastName: 'X', OwnerId });
  expect(body[0]).toMatchObject({
    errorCode: 'FIELD_INTEGRITY_EXCEPTION',
    message: `Owner ID: id value of incorrect type: ${OwnerId}`,
  });
});

describe('an active assignment rule', () => {
  const OFF = { 'Sforce-Auto-Assign': 'FALSE' };
  let queue: string;
  beforeEach(() => {
    queue = org.salesforce.list('Group')[0]!.id;
    org.salesforce.assignLeadsTo(queue);
  });

  it.each<[string, Record<string, string>, boolean]>([
    ['no header', {}, true],
    ['TRUE', { 'Sforce-Auto-Assign': 'TRUE' }, true],
    ['FALSE', OFF, false],
    ['false', { 'sforce-auto-assign': 'false' }, false],
  ])('with %s', async (_case, headers, taken) => {
    const { body } = await org.call('POST', '/sobjects/Lead', { ...LEAD, OwnerId: anna }, headers);
    const id = body.id as string;
    expect(ownerOf(id)).toBe(taken ? queue : anna);
    org.salesforce.edit(id, { OwnerId: anna });
    await org.call('PATCH', `/sobjects/Lead/${id}`, { Title: 'x' }, headers);
    expect(ownerOf(id)).toBe(taken ? queue : anna);
  });

  it('has a word in composite requests, each for itself', async () => {
    const sub = (referenceId: string, httpHeaders?: object) => ({
      method: 'POST',
      url: '/services/data/v62.0/sobjects/Lead',
      referenceId,
      body: { ...LEAD, OwnerId: anna },
      httpHeaders,
    });
    const { body } = await org.call(
      'POST',
      '/composite',
      { compositeRequest: [sub('a'), sub('b', OFF)] },
      OFF,
    );
    const [a, b] = (body.compositeResponse as { body: { id: string } }[]).map((each) =>
      ownerOf(each.body.id),
    );
    expect([a, b]).toEqual([queue, anna]);
  });

  it('does not touch contacts, and ends with the rule', async () => {
    expect(ownerOf(await org.create('Contact', { LastName: 'X', OwnerId: anna }))).toBe(anna);
    org.salesforce.assignLeadsTo(undefined);
    expect(ownerOf(await org.create('Lead', { ...LEAD, OwnerId: anna }))).toBe(anna);
  });
});
