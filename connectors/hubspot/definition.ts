import { choice, defineSettings, form, logins, pairs, secret, text, url } from '../../config/define-settings';
import { defineConnector, type Scope } from '../define';
import { OF_THE_CHAT, UTM } from '../shared/ready-maps';
import { PERSON_PROPERTIES } from './records/fields';

/** HubSpot, declared once. */
export const definition = defineConnector({
  name: 'hubspot',
  label: 'HubSpot',
  settings: defineSettings(
    'HUBSPOT_',
    {
      HUBSPOT_ACCESS_TOKEN: secret({
        help: 'service key or private app token',
        required: 'a service key or private app token',
        example: '',
      }),
      HUBSPOT_BASE_URL: url({ help: "HubSpot's API", default: 'https://api.hubapi.com', reach: 'local' }),
      HUBSPOT_DEFAULT_OWNER: text({ help: 'login or owner id', shown: 'none', example: 'sales@example.com' }),
      HUBSPOT_OWNER_MAP: logins({
        help: '`jivo@login=crm@login,…` where the logins differ',
        example: 'agent@jivo.example=user@crm.example',
      }),
      HUBSPOT_REPLY_FIELDS: pairs({
        help: '`Title=property,…` shown to the agent',
        example: 'Stage=lifecyclestage,Company=company',
      }),
      HUBSPOT_TITLE_OBJECT: choice(['contact', 'lead', 'deal'], {
        help: '`lead` (Sales Hub Professional) or `deal`: made beside a new contact, named `JivoChat #18 - Tom Clifton`',
        default: 'contact',
      }),
      HUBSPOT_DEAL_PIPELINE: text({ help: 'internal id, for `deal`' }),
      HUBSPOT_DEAL_STAGE: text({ help: 'internal id, for `deal`' }),
      HUBSPOT_COMPANY: choice(['link', 'create', 'off'], {
        help: 'a contact without one is tied to the company of its business e-mail’s domain (free mailboxes left out) or of its Company’s name: `link`: where there is one; `create`: made where there is none',
        default: 'link',
      }),
      HUBSPOT_ACTIVITY_KEY: text({
        help: 'unique property of notes, tasks and calls, made by `setup`: `jivochat_key`',
        shown: 'none',
        example: 'jivochat_key',
        ...form('the internal name of a property, such as jivochat_key', /^[a-z]\w*$/),
      }),
      HUBSPOT_PORTAL_ID: text({
        help: 'for record links; also keeps chats linked when the key of an account that HubSpot does not tell is exchanged',
        shown: 'asked from HubSpot',
      }),
      HUBSPOT_UI_DOMAIN: text({ help: 'for record links', shown: 'asked from HubSpot' }),
    },
    (values, { problem, name }) => {
      const { titleObject, dealPipeline, dealStage } = values;
      if (titleObject === 'deal' && !(dealPipeline && dealStage)) {
        problem(
          `${name('HUBSPOT_TITLE_OBJECT')}=deal needs ${name('HUBSPOT_DEAL_PIPELINE')} and ${name('HUBSPOT_DEAL_STAGE')} (internal ids)`,
        );
      }
      return values;
    },
  ),
  configuredBy: 'HUBSPOT_ACCESS_TOKEN',
  tenantSetting: 'HUBSPOT_PORTAL_ID',
  credentialPage: 'Development → Keys → Service keys',
  scopes: [
    ...bothRights('objects.contacts', 'contacts, notes, tasks, calls', 'always'),
    { scope: 'crm.objects.owners.read', purpose: 'the right owner', needed: 'always' },
    ...bothRights('objects.leads', 'the lead beside a new contact', { with: 'HUBSPOT_TITLE_OBJECT=lead' }),
    ...bothRights('objects.deals', 'the deal beside a new contact', { with: 'HUBSPOT_TITLE_OBJECT=deal' }),
    ...bothRights('objects.companies', 'the contact’s company', {
      with: 'HUBSPOT_COMPANY other than off, or maps for a `company`',
    }),
    ...bothRights('schemas.contacts', '`setup`', 'setup'),
  ],
  // HubSpot sets no limit to secondary addresses; more than this on one person is a mistake.
  // HubSpot docs: default contact properties: ad click ids and company; utm_… are what most accounts call theirs.
  readyMaps: {
    contact: {
      hs_google_click_id: 'page.query.gclid',
      hs_facebook_click_id: 'page.query.fbclid',
      company: 'organization',
      ...UTM,
      ...OF_THE_CHAT,
    },
  },
  personObjects: ['contact'],
  mappedObjects: ['contact', 'lead', 'deal', 'task', 'note', 'company'],
  ownFields: [...PERSON_PROPERTIES, 'hubspot_owner_id', 'jivochat_*'],
  capacity: { emails: 20, phones: 2 },
  // The lowest tier's limit of a private app, and the searches of every tier (HubSpot docs: API usage guidelines).
  limits: {
    general: { requests: 100, windowMs: 10_000 },
    search: { requests: 5, windowMs: 1_000 },
  },
  address: 'HUBSPOT_BASE_URL',
  exampleLink: 'https://app.hubspot.com/contacts/12345678/record/0-1/201',
});

/** To read and to write. */
function bothRights(what: string, purpose: string, needed: Scope['needed']): Scope[] {
  return ['read', 'write'].map((right) => ({ scope: `crm.${what}.${right}`, purpose, needed }));
}

export type HubSpotSettings = ReturnType<typeof definition.settings.read>;
