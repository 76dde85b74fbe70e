import { LEAD, startOrg, type Org } from './org';

let org: Org;
beforeEach(async () => {
  org = await startOrg();
});

const V = '/services/data/v62.0';
const create = (referenceId: string, type: string, body: object) => ({
  method: 'POST',
  url: `${V}/sobjects/${type}`,
  referenceId,
  body,
});
const query = (referenceId: string, soql: string) => ({
  method: 'GET',
  // References count only as they are, not percent-encoded.
  url: `${V}/query?q=${encodeURIComponent(soql).replace(/%40%7B(.*?)%7D/g, '@{$1}')}`,
  referenceId,
});
const composite = (compositeRequest: object[], rest: object = {}) =>
  org.call('POST', '/composite', { compositeRequest, ...rest });
const HALTED = [
  {
    errorCode: 'PROCESSING_HALTED',
    message: 'The transaction was rolled back since another operation in the same transaction failed.',
  },
];

it('answers each request in order, with references to earlier ones', async () => {
  org.salesforce.defineExternalId('Lead', 'Key__c');
  const { status, body } = await composite([
    { method: 'PATCH', url: `${V}/sobjects/Lead/Key__c/k`, referenceId: 'lead', body: LEAD },
    create('task', 'Task', { WhoId: '@{lead.id}', Subject: 'About @{lead.id}' }),
    query('found', "SELECT Id, WhoId FROM Task WHERE WhoId = '@{lead.id}'"),
    {
      method: 'PATCH',
      url: `${V}/sobjects/Lead/@{found.records[0].WhoId}`,
      referenceId: 'update',
      body: { Title: 'Boss' },
    },
    { method: 'GET', url: `${V}/sobjects/Lead/@{lead.id}?fields=Title`, referenceId: 'read' },
  ]);
  expect(status).toBe(200);
  const [lead] = org.salesforce.leads();
  const [task] = org.salesforce.tasks();
  expect(task?.fields).toMatchObject({ WhoId: lead!.id, Subject: `About ${lead!.id}` });
  expect(body.compositeResponse).toEqual([
    {
      body: { id: lead!.id, success: true, errors: [], created: true },
      httpHeaders: { Location: `${V}/sobjects/Lead/${lead!.id}` },
      httpStatusCode: 201,
      referenceId: 'lead',
    },
    {
      body: { id: task!.id, success: true, errors: [] },
      httpHeaders: { Location: `${V}/sobjects/Task/${task!.id}` },
      httpStatusCode: 201,
      referenceId: 'task',
    },
    {
      body: expect.objectContaining({ totalSize: 1 }),
      httpHeaders: {},
      httpStatusCode: 200,
      referenceId: 'found',
    },
    { body: null, httpHeaders: {}, httpStatusCode: 204, referenceId: 'update' },
    {
      body: expect.objectContaining({ Title: 'Boss' }),
      httpHeaders: {},
      httpStatusCode: 200,
      referenceId: 'read',
    },
  ]);
});

describe('with a failure', () => {
  const failing = () => [
    create('lead', 'Lead', LEAD),
    create('task', 'Task', { WhoId: '@{lead.id}', Status: 'Nope' }),
    create('other', 'Lead', { ...LEAD, LastName: 'Other' }),
  ];

  it('keeps the rest by default', async () => {
    const { status, body } = await composite(failing());
    expect(status).toBe(200);
    expect(
      (body.compositeResponse as { httpStatusCode: number }[]).map((each) => each.httpStatusCode),
    ).toEqual([201, 400, 201]);
    expect(org.salesforce.leads()).toHaveLength(2);
  });

  it('keeps nothing when it is all or none', async () => {
    const before = org.salesforce.toJSON().records;
    const { status, body } = await composite(failing(), { allOrNone: true });
    expect(status).toBe(200);
    expect(body.compositeResponse).toMatchObject([
      { httpStatusCode: 400, body: HALTED, referenceId: 'lead' },
      {
        httpStatusCode: 400,
        body: [{ errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST' }],
        referenceId: 'task',
      },
      { httpStatusCode: 400, body: HALTED, referenceId: 'other' },
    ]);
    expect(org.salesforce.toJSON().records).toEqual(before);
  });

  it('takes back updates, deletions and collections too', async () => {
    const id = await org.create('Lead', LEAD);
    const doomed = await org.create('Lead', LEAD);
    const before = org.salesforce.toJSON().records;
    const records = [{ attributes: { type: 'Lead' }, ...LEAD }];
    const retitle = (referenceId: string) => ({
      method: 'PATCH',
      url: `${V}/sobjects/Lead/${id}`,
      referenceId,
      body: { Title: referenceId },
    });
    await composite(
      [
        retitle('first'),
        retitle('second'),
        { method: 'DELETE', url: `${V}/sobjects/Lead/${doomed}`, referenceId: 'gone' },
        { method: 'POST', url: `${V}/composite/sobjects`, referenceId: 'all', body: { records } },
        create('wrong', 'Lead', {}),
      ],
      { allOrNone: true },
    );
    expect(org.salesforce.toJSON().records).toEqual(before);
  });

  it('has no value for what refers to the failed', async () => {
    const { body } = await composite([
      create('lead', 'Lead', {}),
      create('task', 'Task', { WhoId: '@{lead.id}' }),
    ]);
    expect(body.compositeResponse[1]).toEqual({
      body: [
        {
          errorCode: 'PROCESSING_HALTED',
          message: 'Invalid reference specified. No value for lead.id found in lead',
        },
      ],
      httpHeaders: {},
      httpStatusCode: 400,
      referenceId: 'task',
    });
  });

  it.each(['@{wrong[0].message}', '@{nobody.id}', '@{lead.Id}', '@{lead}', '@{found.records[0].Id}'])(
    'has no value for %s',
    async (reference) => {
      const { body } = await composite([
        create('lead', 'Lead', LEAD),
        query('found', "SELECT Id FROM Lead WHERE LastName = 'nobody'"),
        create('wrong', 'Lead', {}),
        create('task', 'Task', { Subject: `x ${reference}` }),
      ]);
      expect(body.compositeResponse[3].body[0].message).toMatch(
        /^Invalid reference specified\. No value for /,
      );
    },
  );
});

describe('is refused as a whole', () => {
  const lead = (n: number) => create(`r${n}`, 'Lead', LEAD);
  const many = (count: number, make: (n: number) => object) =>
    Array.from({ length: count }, (_, n) => make(n));

  it.each<[string, () => object[]]>([
    ['with 26 requests', () => many(26, lead)],
    ['with six queries', () => many(6, (n) => query(`r${n}`, 'SELECT Id FROM Lead'))],
    ['with one reference id twice', () => [lead(1), lead(1)]],
    ['without reference id', () => [{ ...lead(1), referenceId: undefined }]],
    ['with a reference id of other characters', () => [{ ...lead(1), referenceId: 'my-lead' }]],
    ['with another method', () => [{ ...lead(1), method: 'HEAD' }]],
    ['with a whole address', () => [{ ...lead(1), url: 'https://example.com/' }]],
    ['with a header that is inherited', () => [{ ...lead(1), httpHeaders: { Authorization: 'Bearer x' } }]],
    ['with nothing in it', () => []],
  ])('%s', async (_case, requests) => {
    expect((await composite(requests())).status).toBe(400);
    expect(org.salesforce.leads()).toEqual([]);
  });

  it('but not with 25 requests, five of them queries', async () => {
    const requests = [...many(20, lead), ...many(5, (n) => query(`q${n}`, 'SELECT Id FROM Lead'))];
    expect((await composite(requests)).status).toBe(200);
    expect(org.salesforce.leads()).toHaveLength(20);
  });
});

it('knows no search and no composite inside', async () => {
  const { body } = await composite([
    {
      method: 'GET',
      url: `${V}/search?q=${encodeURIComponent('FIND {xx} RETURNING Lead')}`,
      referenceId: 'a',
    },
    { method: 'POST', url: `${V}/composite`, referenceId: 'b', body: { compositeRequest: [] } },
  ]);
  expect((body.compositeResponse as { httpStatusCode: number }[]).map((each) => each.httpStatusCode)).toEqual(
    [400, 400],
  );
});

it('counts as one request, in which the others are seen', async () => {
  const used = org.salesforce.apiUsage;
  org.salesforce.clearRequests();
  await composite([create('a', 'Lead', LEAD), create('b', 'Lead', {})]);
  expect(org.salesforce.apiUsage).toBe(used + 1);
  expect(org.salesforce.requests).toMatchObject([
    {
      path: `${V}/composite`,
      status: 200,
      subrequests: [
        { method: 'POST', path: `${V}/sobjects/Lead`, status: 201, body: LEAD },
        { method: 'POST', path: `${V}/sobjects/Lead`, status: 400, body: {} },
      ],
    },
  ]);
});

it('fails for a collection in it when it is all or none', async () => {
  const attributes = { type: 'Lead' };
  const records = [
    { attributes, ...LEAD },
    { attributes, LastName: 'X' },
  ];
  const collection = {
    method: 'POST',
    url: `${V}/composite/sobjects`,
    referenceId: 'all',
    body: { records },
  };
  const { body } = await composite([create('first', 'Lead', LEAD), collection], { allOrNone: true });
  const [{ statusCode }] = body.compositeResponse[1].body[0].errors;
  expect(statusCode).toBe('ALL_OR_NONE_OPERATION_ROLLED_BACK');
  expect(org.salesforce.leads()).toEqual([]);
  await composite([create('first', 'Lead', LEAD), collection]);
  expect(org.salesforce.leads()).toHaveLength(2);
});
