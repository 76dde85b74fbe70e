import type { AccountRules } from '../../leads/rules/rule';
import type { CallContext, Memory } from '../connector';

/** What the pieces of a connector share while one event is in work. */
export interface ConnectorContext<Api, Settings> {
  api: Api;
  settings: Settings;
  memory: Memory;
  /** What the company's own file says of the account. */
  rules?: AccountRules;
  call: CallContext;
  now: () => number;
}
