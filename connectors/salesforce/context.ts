import type { ConnectorContext } from '../shared/context';
import type { SalesforceApi } from './api/client';
import type { Org } from './api/account';
import type { SalesforceSettings } from './definition';

export interface SalesforceContext extends ConnectorContext<SalesforceApi, SalesforceSettings> {
  /** Of the connector, over all its events. */
  org: Org;
  /** Owner id -> name, as seen on records. */
  ownerNames: Map<string, string>;
}
