import { Connection } from '@jsforce/jsforce-node/lib/connection';
import { SANDBOX_CLIENT_ID, SANDBOX_CLIENT_SECRET } from '../../../emulators/salesforce';
import { LEAD, startOrg, type Org } from './org';

let org: Org;
let connection: Connection;
beforeEach(async () => {
  org = await startOrg();
  connection = new Connection({
    version: '62.0',
    oauth2: { loginUrl: org.url, clientId: SANDBOX_CLIENT_ID, clientSecret: SANDBOX_CLIENT_SECRET },
  });
  await connection.authorize({ grant_type: 'client_credentials' });
});

const failure = async (work: Promise<unknown>) =>
  (await work.then(
    () => new Error('nothing failed'),
    (error: unknown) => error,
  )) as Error & { errorCode?: string; data?: unknown };

it('logs in, and learns where the org is and who it is', () => {
  expect(connection.instanceUrl).toBe(org.url);
  expect(connection.userInfo?.id).toBe(org.salesforce.app.runAsUserId);
});

it('creates, reads, updates, upserts, queries and deletes', async () => {
  org.salesforce.defineExternalId('Lead', 'Key__c');
  const created = await connection.sobject('Lead').create({ ...LEAD, Key__c: 'k' });
  expect(created).toMatchObject({ success: true, id: expect.stringMatching(/^00Q/) });
  const Id = created.id!;
  await connection.sobject('Lead').update({ Id, Title: 'Boss' });
  const upserted = await connection.sobject('Lead').upsert({ Key__c: 'k', FirstName: 'Tom' }, 'Key__c');
  expect(upserted).toMatchObject({ id: Id, created: false });
  expect(await connection.sobject('Lead').retrieve(Id)).toMatchObject({ Name: 'Tom Clifton', Title: 'Boss' });
  const { records } = await connection.query("SELECT Id, Owner.Name FROM Lead WHERE LastName = 'clifton'");
  expect(records).toMatchObject([{ Id, Owner: { Name: 'JivoChat Integration' } }]);
  await connection.sobject('Lead').destroy(Id);
  expect((await failure(connection.sobject('Lead').update({ Id, Title: 'x' }))).errorCode).toBe(
    'ENTITY_IS_DELETED',
  );
});

it('reads the limits from the header', async () => {
  await connection.query('SELECT Id FROM Lead');
  expect(connection.limitInfo.apiUsage).toEqual({ used: 1, limit: 100_000 });
});

it('describes', async () => {
  const { fields, keyPrefix } = await connection.describe('Lead');
  expect(keyPrefix).toBe('00Q');
  expect(fields.find(({ name }) => name === 'Email')).toMatchObject({ type: 'email', length: 80 });
});

it('throws errors by their code', async () => {
  const error = await failure(connection.sobject('Lead').create({ LastName: 'X' }));
  expect(error).toMatchObject({
    name: 'REQUIRED_FIELD_MISSING',
    errorCode: 'REQUIRED_FIELD_MISSING',
    data: { fields: ['Company'] },
  });
  const several = await failure(connection.sobject('Lead').create({ Email: 'no' }));
  expect(several.errorCode).toBe('MULTIPLE_API_ERRORS');
});

it('throws for several records of one key', async () => {
  for (let n = 0; n < 2; n++) await org.create('Lead', { ...LEAD, Email: 'tom@example.com' });
  const error = await failure(
    connection.sobject('Lead').upsert({ Email: 'tom@example.com', Title: 'x' }, 'Email'),
  );
  expect(error.errorCode).toBe('MULTIPLE_CHOICES');
});

it('sends composite requests', async () => {
  const url = '/services/data/v62.0/sobjects/Lead';
  const body = { compositeRequest: [{ method: 'POST', url, referenceId: 'lead', body: LEAD }] };
  const answer: unknown = await connection.requestPost('/composite', body);
  expect(answer).toMatchObject({ compositeResponse: [{ httpStatusCode: 201 }] });
});

it('asks for a new session once, when the old one is over', async () => {
  let refreshed = 0;
  const other = new Connection({
    version: '62.0',
    instanceUrl: org.url,
    accessToken: 'stale',
    refreshFn: (_connection, done) => {
      refreshed++;
      void org.login().then((token) => void done(null, token));
    },
  });
  expect((await other.query('SELECT Id FROM User LIMIT 1')).totalSize).toBe(1);
  expect(refreshed).toBe(1);
});

it('fails to log in with a wrong secret', async () => {
  const stranger = new Connection({
    oauth2: { loginUrl: org.url, clientId: SANDBOX_CLIENT_ID, clientSecret: 'x' },
  });
  const error = await failure(stranger.authorize({ grant_type: 'client_credentials' }));
  expect([error.name, error.message]).toEqual(['invalid_client', 'invalid client credentials']);
});
