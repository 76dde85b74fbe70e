import { createHubSpotEmulator, type HubSpotEmulatorOptions } from '../../../../emulators/hubspot';
import { run } from '../../cli';
import { closeAfterTest, table } from './doctor';

/** Of a key that may do everything the connector wants. */
export const SCOPES = [
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.objects.owners.read',
  'crm.objects.deals.read',
  'crm.objects.deals.write',
  'crm.objects.companies.read',
  'crm.objects.companies.write',
  'crm.schemas.contacts.read',
  'crm.schemas.contacts.write',
];
const WELL = {
  WEBHOOK_TOKENS: 'sixteen-characters-long',
  HUBSPOT_DEFAULT_OWNER: 'boris@example.com',
  HUBSPOT_OWNER_MAP: 'tom@jivo.example=anna@example.com',
  HUBSPOT_REPLY_FIELDS: 'Stage=lifecyclestage',
};

/** An account as `setup` leaves it. */
export async function startAccount(scopes = SCOPES, options: HubSpotEmulatorOptions = {}) {
  const hubspot = createHubSpotEmulator(options);
  hubspot.tokens.grant('key', scopes);
  const server = await hubspot.listen();
  closeAfterTest(() => server.close());
  const env = { ...table.env, ...WELL, HUBSPOT_ACCESS_TOKEN: 'key', HUBSPOT_BASE_URL: server.url };
  await run(['setup', 'hubspot', '--yes'], { env });
  hubspot.clearRequests();
  return { hubspot, env };
}
