import {
  createSalesforceEmulator,
  SANDBOX_CLIENT_ID,
  SANDBOX_CLIENT_SECRET,
} from '../../../../emulators/salesforce';
import { run } from '../../cli';
import { closeAfterTest, doctor, table } from './doctor';

async function startOrg() {
  const salesforce = createSalesforceEmulator();
  const server = await salesforce.listen();
  closeAfterTest(() => server.close());
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
  return { salesforce, env: { ...env, ...settings }, leadFields: settings.SALESFORCE_FACT_FIELDS! };
}

it('has nothing to say about a good org, and writes nothing', async () => {
  const { salesforce, env } = await startOrg();
  const { code, findings } = await doctor(env, '--logins', 'boris@example.com,tom@jivo.example,e-1042');
  expect(findings).toEqual([]);
  expect(code).toBe(0);
  // Several questions in one request.
  const methods = salesforce.requests.flatMap(({ method, path, subrequests }) =>
    (subrequests ?? [{ method, path }]).map((one) => `${one.method} ${one.path}`),
  );
  expect(new Set(methods.filter((request) => !request.startsWith('GET ')))).toEqual(
    new Set(['POST /services/oauth2/token']),
  );
});

it('names twelve planted misconfigurations with the remedy, and nothing else', async () => {
  const { salesforce, env, leadFields } = await startOrg();
  salesforce.defineField('Lead', { name: 'Region__c', nillable: false });
  salesforce.changeField('Lead', 'JivoChat_Visitor_Key__c', { unique: false });
  salesforce.changeField('Lead', 'LeadSource', { restrictedPicklist: true });
  salesforce.settings.inaccessibleObjects = ['Task'];
  const key = { account: 'salesforce', thread: 'c', payload: '{}', owner: 'o', leaseMs: 1 };
  await table.store.inbox.keep({ ...key, key: 'parked', receivedAt: Date.now(), now: Date.now() });
  await table.store.inbox.park({ key: 'parked', owner: 'o', failure: { message: 'no' }, now: Date.now() });
  const { code, findings } = await doctor(
    {
      ...env,
      REPLY_DEADLINE_MS: 'soon',
      SALESFORCE_DEFAULT_OWNER: 'carla@example.com',
      SALESFORCE_OWNER_MAP: 'tom@jivo.example=nobody@example.com',
      SALESFORCE_REPLY_FIELDS: 'Status=Status,Size=Account.Size__c',
      SALESFORCE_FACT_FIELDS: leadFields.replace('JivoChat_UTM__c', 'Marks__c'),
      SALESFORCE_REQUIRED_DEFAULTS: 'Branch__c=Berlin',
    },
    '--logins',
    'stranger@example.com,anna@example.com',
  );
  const expected: [RegExp, RegExp][] = [
    [/REPLY_DEADLINE_MS must be/, /docs\/settings\.md/],
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
    [/1 event\(s\) are parked/, /inbox list --account salesforce/],
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

const picklist = (name: string, values: string[]) => ({
  name,
  type: 'picklist' as const,
  restrictedPicklist: true,
  picklistValues: values.map((value) => ({
    value,
    label: value,
    active: value !== 'Gone',
    defaultValue: false,
    validFor: null,
  })),
});

it.each([
  {
    case: 'a lead field mapped to a number field',
    fields: [{ name: 'Score__c', type: 'double' as const }],
    leadFields: 'page=Score__c',
    found: [/puts page into Score__c, which is of type double/, /Text or Text Area \(Long\) for page/],
  },
  {
    case: 'a lead field mapped to a restricted picklist',
    fields: [picklist('Region__c', ['North'])],
    leadFields: 'place=Region__c',
    found: [/puts place into Region__c, which is a restricted picklist/, /setup salesforce/],
  },
  {
    case: 'the day of the last chat mapped to a checkbox',
    fields: [{ name: 'Chatted__c', type: 'boolean' as const }],
    leadFields: 'lastChat=Chatted__c',
    found: [/puts lastChat into Chatted__c, which is of type boolean/, /type Date for lastChat/],
  },
  {
    case: 'a default outside its list',
    fields: [picklist('Region__c', ['North', 'South', 'Gone'])],
    change: { SALESFORCE_REQUIRED_DEFAULTS: 'Region__c=Gone' },
    found: [/writes Gone into Region__c, whose list does not have it/, /one of the list: North, South;/],
  },
  {
    case: 'a default of a task outside its list',
    taskFields: [picklist('Kind__c', ['Chat'])],
    change: { SALESFORCE_REQUIRED_DEFAULTS: 'Task.Kind__c=Talk' },
    found: [/writes Talk into Task\.Kind__c/, /one of the list: Chat;/],
  },
  {
    case: 'a closed status that does not exist',
    change: { SALESFORCE_CLOSED_STATUSES: 'Closed - Converted,Lost' },
    found: [/SALESFORCE_CLOSED_STATUSES names Lost/, /list: .*Closed - Converted/],
  },
  {
    case: 'an active validation rule that demands a field nobody fills',
    fields: [{ name: 'Region__c' }],
    rule: { type: 'Lead', message: 'Where from?', when: { field: 'Region__c', blank: true } },
    found: [/rule Rule_1 refuses every lead without Region__c \("Where from\?"\)/, /Region__c=<value>/],
  },
])(
  'names $case',
  async ({ fields = [], taskFields = [], leadFields, change, rule, found: [what, remedy] }) => {
    const { salesforce, env, leadFields: mapped } = await startOrg();
    for (const field of fields) salesforce.defineField('Lead', field);
    for (const field of taskFields) salesforce.defineField('Task', field);
    if (rule) salesforce.addValidationRule(rule);
    const [leadField] = leadFields?.split('=') ?? [];
    const others = mapped.split(',').filter((pair) => !leadField || !pair.startsWith(`${leadField}=`));
    const SALESFORCE_FACT_FIELDS = leadFields ? [...others, leadFields].join(',') : mapped;
    const { code, findings } = await doctor({ ...env, SALESFORCE_FACT_FIELDS, ...change });
    expect(findings.filter(({ level }) => level === 'wrong')).toEqual([
      { level: 'wrong', what: expect.stringMatching(what!), remedy: expect.stringMatching(remedy!) },
    ]);
    expect(code).toBe(1);
  },
);

it('says nothing of rules that the settings satisfy, or that it may not see', async () => {
  const { salesforce, env } = await startOrg();
  salesforce.defineField('Lead', { name: 'Region__c' });
  salesforce.addValidationRule({ type: 'Lead', message: 'x', when: { field: 'Region__c', blank: true } });
  salesforce.addValidationRule({ type: 'Lead', message: 'y', when: { field: 'LastName', matches: 'spam' } });
  salesforce.addValidationRule({ type: 'Contact', message: 'z', when: { field: 'Title', blank: true } });
  const satisfied = await doctor({ ...env, SALESFORCE_REQUIRED_DEFAULTS: 'Region__c=North' });
  expect(satisfied.findings).toEqual([]);
  salesforce.settings.mayChangeSetup = false;
  const { findings } = await doctor(env);
  expect(findings.filter(({ what }) => what.includes('rule'))).toEqual([]);
});
