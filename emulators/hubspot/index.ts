export {
  createHubSpotEmulator,
  HubSpotEmulator,
  REALISTIC,
  type HubSpotEmulatorOptions,
  type RecordSnapshot,
} from './emulator';
export type { Fault, FaultKind } from './http/faults';
export { NO_RATE_LIMITS, REAL_RATE_LIMITS, type RateLimits } from './http/limits';
export type { LoggedRequest } from '../http/request-log';
export { defaultState } from './seed/seed';
export { CALL_DISPOSITIONS } from './seed/seed-activities';
export type { HubSpotState, Owner, PropertyDefinition, ValidationRule } from './records/state';
export { ALL_SCOPES, SANDBOX_TOKEN } from './http/tokens';
