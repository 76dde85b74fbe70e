import type { AccountRules } from '../../leads/rules/rule';
import type { CallContext, Memory } from '../connector';
import type { SeenAccount } from './api/seen-account';
import type { HubSpotApi } from './api/client';
import type { HubSpotSettings } from './definition';

/** What the pieces of this connector share while one event is in work. */
export interface HubSpotContext {
  api: HubSpotApi;
  settings: HubSpotSettings;
  memory: Memory;
  /** What the company's own file says of the account. */
  rules?: AccountRules;
  call: CallContext;
  now: () => number;
  /** Of the connector, over all its events. */
  seen: SeenAccount;
}
