import {
  createSalesforceEmulator,
  SANDBOX_CLIENT_ID,
  SANDBOX_CLIENT_SECRET,
  type SalesforceEmulatorOptions,
} from '../../../emulators/salesforce';
import CHAT from '../../../sandbox/events/chat_finished.json';
import { startSalesforceWorld } from '../../e2e/salesforce/world';
import { run as runCli, type Ended } from '../cli';

let close: () => Promise<void>;
afterEach(() => close());

async function startOrg(options: SalesforceEmulatorOptions = {}) {
  const salesforce = createSalesforceEmulator(options);
  const server = await salesforce.listen();
  close = () => server.close();
  const env = {
    SALESFORCE_LOGIN_URL: server.url,
    SALESFORCE_CLIENT_ID: SANDBOX_CLIENT_ID,
    SALESFORCE_CLIENT_SECRET: SANDBOX_CLIENT_SECRET,
  };
  return {
    salesforce,
    env,
    run: (args: string[] = [], answer?: boolean, more = {}): Promise<Ended> =>
      runCli(['setup', 'salesforce', ...args], { env: { ...env, ...more }, answer }),
    writes: () =>
      salesforce.requests.filter(({ method, path }) => method !== 'GET' && !path.includes('/oauth2/token')),
    own: (type: string) =>
      salesforce.state.fields[type]!.filter(({ name }) => name.startsWith('JivoChat_')).map(
        ({ name }) => name,
      ),
  };
}

/** Settings as setup prints them. */
function settingsIn(out: string): Record<string, string> {
  return Object.fromEntries(
    [...out.matchAll(/^ {2}([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name!, value!] as const),
  );
}

it('makes the fields, gives the integration user access, and prints the settings', async () => {
  const { salesforce, run, own } = await startOrg();
  const { code, out } = await run([], true);
  expect(code).toBe(0);
  expect(out).toMatch(/\+ field Lead\.JivoChat_Visitor_Key__c \(External ID, Unique\)/);
  expect(out).toMatch(/Make these 32\?.*32 of 32 made/s);
  expect(own('Lead')).toHaveLength(8);
  expect(own('Contact')).toHaveLength(7);
  expect(settingsIn(out)).toEqual({
    SALESFORCE_EXTERNAL_ID_FIELD: 'JivoChat_Visitor_Key__c',
    SALESFORCE_FACT_FIELDS:
      'title=JivoChat_Title__c,chatId=JivoChat_Chat_Id__c,page=JivoChat_Page__c,utm=JivoChat_UTM__c,' +
      'place=JivoChat_Place__c,comment=JivoChat_Comment__c,lastChat=JivoChat_Last_Chat__c',
  });
  const [set] = salesforce.list('PermissionSet').filter(({ fields }) => fields.Name === 'JivoChat_CRM');
  const assigned = salesforce.list('PermissionSetAssignment').map(({ fields }) => fields.PermissionSetId);
  expect(assigned).toContain(set!.id);
});

it('what it made is what the connector fills', async () => {
  const { salesforce, run } = await startOrg();
  const { out } = await run(['--yes']);
  const world = await startSalesforceWorld({
    state: salesforce.toJSON(),
    externalId: false,
    env: settingsIn(out),
  });
  await world.send(CHAT);
  const [lead] = world.salesforce.leads();
  const { page, session, visitor } = CHAT;
  await world.close();
  expect(lead!.fields).toMatchObject({
    JivoChat_Visitor_Key__c: expect.stringContaining(String(visitor.number)),
    JivoChat_Title__c: `JivoChat #${visitor.number} - ${visitor.name}`,
    JivoChat_Chat_Id__c: String(CHAT.chat_id),
    JivoChat_Page__c: expect.stringContaining(page.url),
    JivoChat_UTM__c: expect.stringContaining('source=google'),
    JivoChat_Place__c: expect.stringContaining(session.geoip.city),
    JivoChat_Comment__c: visitor.description,
    JivoChat_Last_Chat__c: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
  });
  expect(world.lines.filter(({ level }) => level === 'warn' || level === 'error')).toEqual([]);
});

it('changes nothing the second time, and says so', async () => {
  const { salesforce, run, writes } = await startOrg();
  const first = await run(['--yes']);
  salesforce.clearRequests();
  const { code, out } = await run(['--yes']);
  expect(code).toBe(0);
  expect(out).toMatch(/15 of what the connector can use are there.*Everything is there; nothing to do/s);
  expect(settingsIn(out)).toEqual(settingsIn(first.out));
  expect(writes()).toEqual([]);
});

it('goes on where an earlier run was cut off', async () => {
  const { salesforce, run } = await startOrg();
  salesforce.faults.add({ kind: 'reset-before', method: 'POST', path: '/sobjects/FieldPermissions', nth: 3 });
  const cut = await run(['--yes']);
  expect(cut.code).toBe(1);
  const { code, out } = await run(['--yes']);
  expect(code).toBe(0);
  expect(out).toMatch(/14 of 14 made/);
});

it('keeps the names the settings give', async () => {
  const { run, own, salesforce } = await startOrg();
  const { out } = await run(['--yes'], undefined, { SALESFORCE_FACT_FIELDS: 'utm=Marks__c' });
  expect(settingsIn(out).SALESFORCE_FACT_FIELDS).toContain('utm=Marks__c');
  expect(own('Lead')).not.toContain('JivoChat_UTM__c');
  expect(salesforce.state.fields.Lead!.map(({ name }) => name)).toContain('Marks__c');
});

it('says which permissions are missing, with the remedy', async () => {
  const { run, own } = await startOrg({ mayChangeSetup: false });
  const { code, out } = await run(['--yes']);
  expect(code).toBe(1);
  expect(out).toMatch(
    /✗ The integration user may not see or change the set-up.*\n +→ .*"Customize Application"/,
  );
  expect(out).toMatch(/✗ field Lead\.JivoChat_UTM__c: insufficient access rights.*\n +→ /);
  expect(settingsIn(out)).toEqual({});
  expect(own('Lead')).toEqual([]);
});

it('says what is wrong with the credential in Salesforce’s words', async () => {
  const { run } = await startOrg();
  const { code, error } = await run(['--dry-run'], undefined, { SALESFORCE_CLIENT_SECRET: 'wrong' });
  expect(code).toBe(1);
  expect(error).toMatch(/invalid_client/);
  expect(error).not.toContain('wrong');
});
