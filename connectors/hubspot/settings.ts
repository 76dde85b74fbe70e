import { EnvReader, type Env } from '../../config/env';
import type { OwnerMap } from '../../leads/owner';

export interface HubSpotSettings {
  accessToken: string;
  baseUrl: string;
  /** Login or owner id of the person who gets what nobody else gets. */
  defaultOwner?: string;
  ownerMap: OwnerMap;
  /** Title shown to the agent, name of the contact property. */
  replyFields: [title: string, property: string][];
  /** Which object carries the title `JivoChat #18 - Tom Clifton` besides the contact. */
  titleObject: 'contact' | 'lead' | 'deal';
  dealPipeline?: string;
  dealStage?: string;
  /** A unique property of notes, tasks and calls for our key. */
  activityKey?: string;
  /** Given: saves the request that asks HubSpot for them. */
  portalId?: string;
  uiDomain?: string;
}

/** @throws ConfigError naming every problem at once. */
export function readHubSpotSettings(env: Env): HubSpotSettings {
  const reader = new EnvReader(env);
  const settings: HubSpotSettings = {
    accessToken: reader.required('HUBSPOT_ACCESS_TOKEN', 'a service key or private app token'),
    baseUrl: reader.url('HUBSPOT_BASE_URL', 'https://api.hubapi.com'),
    defaultOwner: reader.text('HUBSPOT_DEFAULT_OWNER'),
    ownerMap: new Map(reader.pairs('HUBSPOT_OWNER_MAP').map(([jivo, crm]) => [jivo.toLowerCase(), crm])),
    replyFields: reader.pairs('HUBSPOT_REPLY_FIELDS'),
    titleObject: reader.oneOf('HUBSPOT_TITLE_OBJECT', ['contact', 'lead', 'deal'], 'contact'),
    dealPipeline: reader.text('HUBSPOT_DEAL_PIPELINE'),
    dealStage: reader.text('HUBSPOT_DEAL_STAGE'),
    activityKey: reader.text('HUBSPOT_ACTIVITY_KEY'),
    portalId: reader.text('HUBSPOT_PORTAL_ID'),
    uiDomain: reader.text('HUBSPOT_UI_DOMAIN'),
  };
  if (settings.activityKey && !/^[a-z]\w*$/.test(settings.activityKey)) {
    reader.problem('HUBSPOT_ACTIVITY_KEY must be the internal name of a property, such as jivochat_key');
  }
  if (settings.titleObject === 'deal' && !(settings.dealPipeline && settings.dealStage)) {
    reader.problem(
      'HUBSPOT_TITLE_OBJECT=deal needs HUBSPOT_DEAL_PIPELINE and HUBSPOT_DEAL_STAGE (internal ids)',
    );
  }
  reader.done();
  return settings;
}
