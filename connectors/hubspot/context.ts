import type { ConnectorContext } from '../shared/context';
import type { OwnerList } from '../shared/owners/owner-list';
import type { SeenAccount } from './api/seen-account';
import type { HubSpotApi } from './api/client';
import type { HubSpotSettings } from './definition';

export interface HubSpotContext extends ConnectorContext<HubSpotApi, HubSpotSettings> {
  owners: OwnerList;
  /** Of the connector, over all its events. */
  seen: SeenAccount;
}
