import type { AccountRules } from '../../leads/rules/rule';
import type { CallContext, Memory } from '../connector';
import type { OwnerList } from '../shared/owners/owner-list';
import type { PipedriveApi } from './api/client';
import type { PipedriveSettings } from './definition';

/** What the pieces of this connector share while one event is in work. */
export interface PipedriveContext {
  api: PipedriveApi;
  settings: PipedriveSettings;
  memory: Memory;
  /** What the company's own file says of the account. */
  rules?: AccountRules;
  call: CallContext;
  owners: OwnerList;
  now: () => number;
}
