import { choice, defineSettings, form, logins, pairs, secret, text, url } from '../../config/define-settings';
import { LEAD_FIELDS, type LeadFieldName } from '../../leads/record';
import { defineConnector } from '../define';
import { AD_CLICK, OF_THE_CHAT, UTM } from '../shared/ready-maps';

const ID = form('an id, such as 1', /^\d{1,15}$/);
/** Pipedrive docs: Custom fields: "randomly generated 40-character hashes". */
export const FIELD_KEY = /^[0-9a-f]{40}$/;

const PLACED = Object.keys(LEAD_FIELDS);

/** Pipedrive, declared once. */
export const definition = defineConnector({
  name: 'pipedrive',
  label: 'Pipedrive',
  settings: defineSettings(
    'PIPEDRIVE_',
    {
      PIPEDRIVE_API_TOKEN: secret({ help: 'personal API token of the user who writes', example: '' }),
      PIPEDRIVE_CLIENT_ID: text({ help: 'of a private app, in the place of the token', shown: 'none' }),
      PIPEDRIVE_CLIENT_SECRET: secret({ help: 'of the private app' }),
      PIPEDRIVE_REFRESH_TOKEN: secret({ help: 'of the private app, as its installation gave it' }),
      PIPEDRIVE_COMPANY: text({
        help: 'first part of the company’s address: `acme` of acme.pipedrive.com',
        required: 'the first part of the company’s address',
        must: 'the first part of the address, such as acme of acme.pipedrive.com',
        parse: companyIn,
        example: '',
      }),
      PIPEDRIVE_BASE_URL: url({ help: "Pipedrive's API", shown: 'the company’s address', reach: 'local' }),
      PIPEDRIVE_DEFAULT_OWNER: text({
        help: 'login or user id',
        shown: 'none',
        example: 'sales@example.com',
      }),
      PIPEDRIVE_OWNER_MAP: logins({ help: '`jivo@login=crm@login,…` where the logins differ' }),
      PIPEDRIVE_REPLY_FIELDS: pairs({
        help: '`Title=field,…` shown to the agent: keys of person fields, `organization`, `organization.key`, `open_deals`',
        example: 'Company=organization,Deals=open_deals',
      }),
      PIPEDRIVE_TITLE_OBJECT: choice(['person', 'lead', 'deal'], {
        help: '`lead` or `deal`: made beside a new person, named `JivoChat #18 - Tom Clifton`',
        default: 'lead',
      }),
      PIPEDRIVE_ORGANIZATION: choice(['link', 'create', 'off'], {
        help: 'a person without one is tied to the organization of that name: `link`: where there is one; `create`: made where there is none',
        default: 'link',
      }),
      PIPEDRIVE_DEAL_PIPELINE: text({ help: 'id, for `deal`', shown: 'the first', ...ID }),
      PIPEDRIVE_DEAL_STAGE: text({ help: 'id, for `deal`', shown: 'the first of the pipeline', ...ID }),
      PIPEDRIVE_LEAD_LABEL: text({ help: 'id of a lead label, made by `setup`', shown: 'none' }),
      PIPEDRIVE_CHANNEL: text({
        help: 'id of a source channel, for `lead` and `deal`',
        shown: 'none',
        ...ID,
      }),
      PIPEDRIVE_LEAD_FIELDS: pairs<LeadFieldName>({
        help: '`page=<key>,utm=<key>,…` of custom fields of persons, made by `setup`',
        shown: 'the note',
        must: `keys of 40 characters for ${PLACED.join(', ')}: setup prints it`,
        isGood: (field, key) => PLACED.includes(field) && FIELD_KEY.test(key),
      }),
      PIPEDRIVE_TASK_TYPE: text({ help: 'key of the activity type of offline messages', default: 'task' }),
      PIPEDRIVE_CALL_TYPE: text({ help: 'key of the activity type of calls', default: 'call' }),
      PIPEDRIVE_PIN_NOTES: choice(['off', 'on'], { help: 'pin the conversation', default: 'off' }),
    },
    (values, { problem, name, parameterHint }) => {
      const isApp = values.clientId && values.clientSecret && values.refreshToken;
      if (!values.apiToken && !isApp) {
        const app = ['CLIENT_ID', 'CLIENT_SECRET', 'REFRESH_TOKEN'].map((part) => name(`PIPEDRIVE_${part}`));
        problem(
          `${name('PIPEDRIVE_API_TOKEN')} (a personal API token) or ${app.join(', ')} (a private app) are missing` +
            parameterHint('PIPEDRIVE_API_TOKEN'),
        );
      }
      const baseUrl = values.baseUrl ?? `https://${values.company}.pipedrive.com`;
      const oauthUrl = values.baseUrl ?? 'https://oauth.pipedrive.com';
      return { ...values, baseUrl, oauthUrl, leadFields: new Map(values.leadFields) };
    },
  ),
  // Not the token: a deployed function reads the parameters of the CRMs that are used.
  configuredBy: 'PIPEDRIVE_COMPANY',
  credentialPage: 'your picture → Personal preferences → API',
  scopes: [
    { scope: 'use API', purpose: 'everything: a permission of the user', needed: 'always' },
    {
      scope: 'contacts:full, leads:full, deals:full, activities:full, users:read, search:read',
      purpose: 'everything: of a private app',
      needed: 'always',
    },
    { scope: 'admin', purpose: '`setup`: of a private app', needed: 'setup' },
    { scope: 'administrator', purpose: '`setup`, and the agent as the author of notes', needed: 'setup' },
  ],
  // Both are lists without a documented end; more than this on one person is a mistake.
  capacity: { emails: 20, phones: 20 },
  // Pipedrive docs: Custom fields: activities and notes have none; a lead inherits those of deals.
  mappedObjects: ['person', 'lead', 'deal', 'company'],
  // Custom fields have no names of their own: by what people call them.
  readyMaps: { person: { ...AD_CLICK, ...UTM, ...OF_THE_CHAT } },
  personObjects: ['person'],
  ownFields: ['id', 'name', 'emails', 'phones', 'owner_id', 'org_id'],
  // Pipedrive docs: Rate limiting: the smallest plan, and the searches of every plan.
  limits: {
    general: { requests: 20, windowMs: 2_000 },
    search: { requests: 10, windowMs: 2_000 },
  },
  address: 'PIPEDRIVE_BASE_URL',
  exampleLink: 'https://your-company.pipedrive.com/person/201',
});

export type PipedriveSettings = ReturnType<typeof definition.settings.read>;

/** `acme` of `acme`, and of an address pasted as a whole. */
function companyIn(text: string): string | undefined {
  const [, company] = /^(?:https?:\/\/)?([a-z0-9][a-z0-9-]{0,62})(?:\.pipedrive\.com\/?)?$/i.exec(text) ?? [];
  return company?.toLowerCase();
}
