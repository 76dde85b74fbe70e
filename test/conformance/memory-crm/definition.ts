import { defineSettings, logins, pairs, secret, text, url } from '../../../config/define-settings';
import { defineConnector } from '../../../connectors/define';

/** The memory CRM, declared once. */
export const definition = defineConnector({
  name: 'memory',
  label: 'Memory CRM',
  settings: defineSettings('MEMORY_', {
    MEMORY_TOKEN: secret({ help: 'an access token', required: 'an access token' }),
    MEMORY_BASE_URL: url({ help: 'its API', default: 'https://crm.example.com' }),
    MEMORY_DEFAULT_OWNER: text({ help: 'login or owner id' }),
    MEMORY_OWNER_MAP: logins({ help: '`jivo@login=crm@login,…` where the logins differ' }),
    MEMORY_REPLY_FIELDS: pairs({ help: '`Title=field,…` shown to the agent' }),
    MEMORY_ACTIVITY_DEFAULTS: pairs({ help: '`field=value,…` the CRM demands of every activity' }),
  }),
  configuredBy: 'MEMORY_TOKEN',
  address: 'MEMORY_BASE_URL',
  credentialPage: 'nowhere: it has one token',
  scopes: [],
  mappedObjects: ['person'],
  personObjects: ['person'],
  capacity: { emails: 5, phones: 3 },
  limits: {},
  exampleLink: 'https://crm.example.com/people/p1',
});

export type MemorySettings = ReturnType<typeof definition.settings.read>;
