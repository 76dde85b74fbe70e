export {
  createHubSpotEmulator,
  HubSpotEmulator,
  REALISTIC,
  type HubSpotEmulatorOptions,
  type RecordSnapshot,
} from './emulator';
export type { Fault, FaultKind } from './faults';
export { NO_RATE_LIMITS, REAL_RATE_LIMITS, type RateLimits } from './limits';
export type { LoggedRequest } from '../emulated-http/request-log';
export { defaultState } from './seed';
export { CALL_DISPOSITIONS } from './seed-activities';
export type { HubSpotState, Owner, PropertyDefinition, ValidationRule } from './state';
export { ALL_SCOPES, SANDBOX_TOKEN } from './tokens';
