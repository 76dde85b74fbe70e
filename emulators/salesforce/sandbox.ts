import {
  createSalesforceEmulator,
  REALISTIC,
  SANDBOX_CLIENT_ID,
  SANDBOX_CLIENT_SECRET,
  type RecordSnapshot,
  type SalesforceEmulator,
  type SalesforceState,
} from './index';
import { keepState, readState, type SandboxRecord, type StartSandbox } from '../sandbox-crm';

/** Fields an admin makes for the visit, as the README names them. */
const VISIT_FIELDS = ['JivoChat_UTM__c', 'JivoChat_Page__c'];
const VISITOR_KEY = 'JivoChat_Visitor_Key__c';

/** The emulated Salesforce of `npm start -- --crm salesforce`, which remembers its records in a file. */
export const startSandbox: StartSandbox = async (file, env) => {
  const state = readState<SalesforceState>(file);
  const salesforce = createSalesforceEmulator({ ...REALISTIC, state });
  if (!state) {
    for (const name of VISIT_FIELDS) {
      salesforce.defineField('Lead', { name });
      salesforce.defineField('Contact', { name });
    }
    salesforce.defineExternalId('Lead', VISITOR_KEY);
  }
  const server = await salesforce.listen();
  const stopKeeping = keepState(salesforce, file);
  return {
    url: server.url,
    env: {
      SALESFORCE_LOGIN_URL: server.url,
      SALESFORCE_CLIENT_ID: SANDBOX_CLIENT_ID,
      SALESFORCE_CLIENT_SECRET: SANDBOX_CLIENT_SECRET,
      SALESFORCE_DEFAULT_OWNER: env.SALESFORCE_DEFAULT_OWNER ?? 'anna@example.com',
      SALESFORCE_REPLY_FIELDS: env.SALESFORCE_REPLY_FIELDS ?? 'Status=Status,Company=Company',
      SALESFORCE_FACT_FIELDS: env.SALESFORCE_FACT_FIELDS ?? 'utm=JivoChat_UTM__c,page=JivoChat_Page__c',
      SALESFORCE_EXTERNAL_ID_FIELD: env.SALESFORCE_EXTERNAL_ID_FIELD ?? VISITOR_KEY,
    },
    records: () => records(salesforce),
    summary: () => `${salesforce.leads().length} leads, ${salesforce.tasks().length} tasks`,
    async close() {
      stopKeeping();
      await server.close();
    },
  };
};

/** Fields worth a person's look; the rest are Salesforce's own bookkeeping. */
const SHOWN =
  /^(Email|FirstName|LastName|Company|Phone|MobilePhone|LeadSource|Status|OwnerId|JivoChat_.*|Subject|Description|ActivityDate|WhoId|CallType)$/;

function records(salesforce: SalesforceEmulator): SandboxRecord[] {
  const users = new Map(salesforce.list('User').map(({ id, fields }) => [id, fields.Username]));
  return [...salesforce.leads(), ...salesforce.tasks()].map(({ id, type, fields }: RecordSnapshot) => ({
    title: `${type} ${id}`,
    kind: type === 'Task' ? 'task' : 'person',
    id,
    of: typeof fields.WhoId === 'string' ? [fields.WhoId] : [],
    fields: Object.entries(fields)
      .filter(([name]) => SHOWN.test(name))
      .map(
        ([name, value]) => [name, name === 'OwnerId' ? (users.get(String(value)) ?? value) : value] as const,
      ),
  }));
}
