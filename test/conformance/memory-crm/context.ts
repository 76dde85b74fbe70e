import type { CallContext, Memory } from '../../../connectors/connector';
import type { AccountRules } from '../../../leads/rules/rule';
import type { Send } from './api/send';
import type { MemorySettings } from './definition';

/** What the pieces of this connector share while one event is in work. */
export interface MemoryContext {
  send: Send;
  settings: MemorySettings;
  memory: Memory;
  call: CallContext;
  rules?: AccountRules;
}
