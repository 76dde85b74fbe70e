import { defineSettings, form, list, logins, pairs, secret, text, url } from '../../config/define-settings';
import { LEAD_FIELDS, type LeadFieldName } from '../../leads/record';
import type { ReadyMap } from '../../leads/rules/rule';
import { defineConnector } from '../define';
import { credentialOf } from './api/credential';
import { FIELD_NAME } from './api/soql';

/**
 * Salesforce has no fields of its own for them. Google's import of conversions wants GCLID__c (Google Ads help: Set up Salesforce
 * for conversion imports); the others are what most orgs call theirs. Case does not count.
 */
const READY: Readonly<Record<string, ReadyMap>> = {
  GCLID__c: 'page.query.gclid',
  FBCLID__c: 'page.query.fbclid',
  UTM_Source__c: 'utm.source',
  UTM_Medium__c: 'utm.medium',
  UTM_Campaign__c: 'utm.campaign',
  UTM_Content__c: 'utm.content',
  UTM_Term__c: 'utm.term',
  JivoChat_Department__c: { from: 'department', policy: 'latest' },
  JivoChat_Tags__c: { from: 'tags', policy: 'latest' },
  JivoChat_Rating__c: { from: 'chat.rate', policy: 'latest' },
};

const API_NAME = /^[A-Za-z]\w*$/;

const OBJECT_FIELD = /^((Lead|Task|Opportunity)\.)?[A-Za-z]\w*$/i;
const PLACED = Object.keys(LEAD_FIELDS).filter((leadField) => leadField !== 'source');

/** Salesforce, declared once. */
export const definition = defineConnector({
  name: 'salesforce',
  label: 'Salesforce',
  settings: defineSettings(
    'SALESFORCE_',
    {
      SALESFORCE_LOGIN_URL: url({
        help: 'My Domain, sandbox or general log-in host',
        default: 'https://login.salesforce.com',
        example: 'https://your-domain.my.salesforce.com',
      }),
      SALESFORCE_CLIENT_ID: text({
        help: 'consumer key of the external client app',
        required: 'the consumer key of the external client app',
        example: '',
      }),
      SALESFORCE_CLIENT_SECRET: secret({ help: 'client-credentials flow', example: '' }),
      SALESFORCE_USERNAME: text({ help: 'JWT bearer flow' }),
      SALESFORCE_PRIVATE_KEY: secret({ help: 'JWT bearer flow: RSA key in PEM form, line breaks as `\\n`' }),
      SALESFORCE_JWT_AUDIENCE: url({ help: 'JWT bearer flow, where it is neither login nor test' }),
      SALESFORCE_DEFAULT_OWNER: text({
        help: 'login of a user, name of a queue, or an id',
        shown: 'none',
        example: 'sales@example.com',
      }),
      SALESFORCE_OWNER_MAP: logins({ help: '`jivo@login=crm@login,…`' }),
      SALESFORCE_REPLY_FIELDS: pairs({
        help: '`Title=Field,…`, relationship fields as `Account.Name`',
        must: 'API names of fields, such as Status or Account.Name',
        isGood: (_title, field) => FIELD_NAME.test(field),
      }),
      SALESFORCE_FACT_FIELDS: pairs<LeadFieldName>({
        help: '`utm=JivoChat_UTM__c,page=…`: title, chatId, visitorKey, page, utm, place, comment, lastChat',
        shown: 'the description',
        must: `API names of fields, such as JivoChat_UTM__c, for ${PLACED.join(', ')}`,
        isGood: (leadField, field) => PLACED.includes(leadField) && API_NAME.test(field),
      }),
      SALESFORCE_EXTERNAL_ID_FIELD: text({
        help: "field of the visitor's key, External ID and Unique",
        shown: 'none',
        example: 'JivoChat_Visitor_Key__c',
        ...form('the API name of a field, such as JivoChat_Visitor_Key__c', API_NAME),
      }),
      SALESFORCE_REQUIRED_DEFAULTS: pairs({
        help: '`Field__c=value,Task.Field__c=value,…` for fields your org requires of leads, tasks (`Task.`) and opportunities (`Opportunity.`)',
        must: 'API names of fields, such as Region__c or Task.Region__c',
        isGood: (field) => OBJECT_FIELD.test(field),
      }),
      SALESFORCE_PLACEHOLDER_LAST_NAME: text({ help: 'for visitors without a name', shown: 'the title' }),
      // As Salesforce's own connectors write where the company is not known.
      SALESFORCE_PLACEHOLDER_COMPANY: text({
        help: 'for visitors without a company',
        default: '[not provided]',
      }),
      // What ends the work on a lead in a new org (Salesforce help: Lead Status).
      SALESFORCE_CLOSED_STATUSES: list({
        help: 'leads in these are matched after open ones',
        default: ['Closed - Converted', 'Closed - Not Converted', 'Unqualified'],
      }),
    },
    (values, reading) => {
      const { closedStatuses, factFields, requiredDefaults } = values;
      const places: Partial<Record<LeadFieldName, string>> = Object.fromEntries(factFields);
      return {
        ...values,
        /** Undefined only while problems are being collected. */
        credential: credentialOf(values, reading),
        /** Which of our lead fields goes to which field. `source` always goes to LeadSource. */
        factFields: places,
        requiredDefaults: byObject(requiredDefaults),
        /** In lower case. */
        closedStatuses: new Set(closedStatuses.map((status) => status.toLowerCase())),
      };
    },
  ),
  configuredBy: 'SALESFORCE_CLIENT_ID',
  credentialPage: 'Setup → External Client App Manager',
  scopes: [{ scope: 'api', purpose: 'leads, contacts, tasks, users', needed: 'always' }],
  // Salesforce docs: Lead: one e-mail address, a phone and a mobile phone.
  mappedObjects: ['lead', 'contact', 'deal', 'task', 'note', 'company'],
  readyMaps: { lead: READY, contact: READY },
  ownFields: [
    'Id',
    'Email',
    'FirstName',
    'LastName',
    'Company',
    'Phone',
    'MobilePhone',
    'OwnerId',
    'LeadSource',
    'Description',
  ],
  capacity: { emails: 1, phones: 2 },
  limits: {},
  address: 'SALESFORCE_LOGIN_URL',
  exampleLink: 'https://your-domain.lightning.force.com/lightning/r/Lead/00Q000000000001AAA/view',
});

export type SalesforceSettings = ReturnType<typeof definition.settings.read>;

export type RequiredDefaults = Readonly<
  Record<'Lead' | 'Task' | 'Opportunity', readonly [field: string, value: string][]>
>;

/** `Task.Region__c` is a task's; `Lead.Region__c` and `Region__c` are a lead's. */
function byObject(pairs: readonly [string, string][]): RequiredDefaults {
  const of = (pattern: RegExp) =>
    pairs.flatMap(([name, value]): [string, string][] => {
      const field = pattern.exec(name)?.[1];
      return field === undefined ? [] : [[field, value]];
    });
  return {
    Lead: of(/^(?!(?:Task|Opportunity)\.)(?:Lead\.)?(.*)$/i),
    Task: of(/^Task\.(.*)$/i),
    Opportunity: of(/^Opportunity\.(.*)$/i),
  };
}
