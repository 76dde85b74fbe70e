import type { AccountRules } from '../../leads/rules/rule';
import type { CallContext, Memory } from '../connector';
import type { SalesforceApi } from './api/client';
import type { Org } from './api/account';
import type { SalesforceSettings } from './definition';

/** What the pieces of this connector share while one event is in work. */
export interface SalesforceContext {
  api: SalesforceApi;
  settings: SalesforceSettings;
  memory: Memory;
  /** What the company's own file says of the account. */
  rules?: AccountRules;
  call: CallContext;
  now: () => number;
  /** Of the connector, over all its events. */
  org: Org;
  /** Owner id -> name, as seen on records. */
  ownerNames: Map<string, string>;
}
