import type { Finding } from '../../../connectors/admin';
import {
  createSalesforceEmulator,
  SANDBOX_CLIENT_ID,
  SANDBOX_CLIENT_SECRET,
} from '../../../sandbox/salesforce';
import { startTable, type Table } from '../../store/table';
import { run } from '../cli';

let table: Table;
let close: () => Promise<void>;
beforeEach(async () => {
  table = await startTable();
});
afterEach(async () => {
  await close();
  await table.close();
});

async function startOrg() {
  const salesforce = createSalesforceEmulator();
  const server = await salesforce.listen();
  close = () => server.close();
  const env = {
    ...table.env,
    WEBHOOK_TOKENS: 'sixteen-characters-long',
    SALESFORCE_LOGIN_URL: server.url,
    SALESFORCE_CLIENT_ID: SANDBOX_CLIENT_ID,
    SALESFORCE_CLIENT_SECRET: SANDBOX_CLIENT_SECRET,
    SALESFORCE_DEFAULT_OWNER: 'Inbound_Leads',
    SALESFORCE_OWNER_MAP: 'tom@jivo.example=anna@example.com',
    SALESFORCE_REPLY_FIELDS: 'Status=Status,Customer=Account.Name',
  };
  const { out } = await run(['setup', 'salesforce', '--yes', '--json'], { env });
  const { settings } = JSON.parse(out) as { settings: Record<string, string> };
  salesforce.clearRequests();
  return { salesforce, env: { ...env, ...settings }, facts: settings.SALESFORCE_FACT_FIELDS! };
}

async function doctor(env: Record<string, string | undefined>, ...args: string[]) {
  const { code, out } = await run(['doctor', '--json', ...args], { env });
  return { code, findings: Object.values(JSON.parse(out) as Record<string, Finding[]>).flat() };
}

it('has nothing to say about a good org, and writes nothing', async () => {
  const { salesforce, env } = await startOrg();
  const { code, findings } = await doctor(env, '--logins', 'boris@example.com,tom@jivo.example,e-1042');
  expect(findings).toEqual([]);
  expect(code).toBe(0);
  const methods = salesforce.requests.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(methods.filter((request) => !request.startsWith('GET ')))).toEqual(
    new Set(['POST /services/oauth2/token']),
  );
});

it('names twelve planted misconfigurations with the remedy, and nothing else', async () => {
  const { salesforce, env, facts } = await startOrg();
  salesforce.defineField('Lead', { name: 'Region__c', nillable: false });
  salesforce.changeField('Lead', 'JivoChat_Visitor_Key__c', { unique: false });
  salesforce.changeField('Lead', 'LeadSource', { restrictedPicklist: true });
  salesforce.settings.inaccessibleObjects = ['Task'];
  const key = { connector: 'salesforce', chat: 'c', payload: '{}', owner: 'o', leaseMs: 1 };
  await table.store.inbox.keep({ ...key, key: 'parked', receivedAt: Date.now(), now: Date.now() });
  await table.store.inbox.park({ key: 'parked', owner: 'o', failure: { message: 'no' }, now: Date.now() });
  const { code, findings } = await doctor(
    {
      ...env,
      REPLY_DEADLINE_MS: 'soon',
      SALESFORCE_DEFAULT_OWNER: 'carla@example.com',
      SALESFORCE_OWNER_MAP: 'tom@jivo.example=nobody@example.com',
      SALESFORCE_REPLY_FIELDS: 'Status=Status,Size=Account.Size__c',
      SALESFORCE_FACT_FIELDS: facts.replace('JivoChat_UTM__c', 'Marks__c'),
      SALESFORCE_REQUIRED_DEFAULTS: 'Branch__c=Berlin',
    },
    '--logins',
    'stranger@example.com,anna@example.com',
  );
  const expected: [RegExp, RegExp][] = [
    [/REPLY_DEADLINE_MS must be/, /README/],
    [/may not see the object Task/, /permission set with read, create and edit for Task/],
    [/SALESFORCE_DEFAULT_OWNER carla@example\.com is neither/, /active user .* or a queue/],
    [/SALESFORCE_OWNER_MAP gives tom@jivo\.example to nobody@example\.com/, /active user's login/],
    [/login stranger@example\.com matches no active Salesforce user/, /SALESFORCE_OWNER_MAP/],
    [/shows Account\.Size__c as "Size"/, /Object Manager/],
    [/puts utm into Marks__c, which the integration user does not see/, /setup salesforce/],
    [/JivoChat_Visitor_Key__c is not External ID and Unique/, /tick External ID and Unique/],
    [/Every lead must have Region__c/, /Region__c=<value> to SALESFORCE_REQUIRED_DEFAULTS/],
    [/REQUIRED_DEFAULTS fills Branch__c/, /Correct the API name/],
    [/JivoChat is not among them/, /LEAD_SOURCE/],
    [/1 event\(s\) are parked/, /inbox list --connector salesforce/],
  ];
  expect(findings.filter(({ level }) => level === 'wrong').map(({ what, remedy }) => [what, remedy])).toEqual(
    expected.map(([what, remedy]): unknown[] => [expect.stringMatching(what), expect.stringMatching(remedy)]),
  );
  expect(findings.filter(({ level }) => level === 'hint')).toEqual([]);
  expect(code).toBe(1);
});

it('takes a wrong secret for what it is', async () => {
  const { env } = await startOrg();
  const { code, findings } = await doctor({ ...env, SALESFORCE_CLIENT_SECRET: 'wrong' });
  expect(findings).toEqual([
    expect.objectContaining({ level: 'wrong', what: expect.stringMatching(/invalid_client/) }),
  ]);
  expect(code).toBe(1);
});

it('takes what setup would make for a hint, and knows fields the settings do not use', async () => {
  const { env } = await startOrg();
  const { code, findings } = await doctor({ ...env, SALESFORCE_FACT_FIELDS: '' });
  expect(findings).toEqual([
    expect.objectContaining({ level: 'hint', what: expect.stringMatching(/do not use .*JivoChat_UTM__c/) }),
  ]);
  expect(code).toBe(0);
});
