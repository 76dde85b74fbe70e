export {
  createSalesforceEmulator,
  REALISTIC,
  SalesforceEmulator,
  type RecordSnapshot,
  type SalesforceEmulatorOptions,
} from './emulator';
export { EDIT_BAN_CODES, type EditBan } from './errors';
export type { Fault, FaultKind } from './faults';
export { makeId, readId, to18 } from './ids';
export type { LoggedRequest, LoggedSubrequest } from './requests';
export { defaultState, INTEGRATION_USERNAME, SANDBOX_CLIENT_ID, SANDBOX_CLIENT_SECRET } from './seed';
export type {
  ConnectedApp,
  DuplicateRule,
  FieldDefinition,
  SalesforceState,
  ValidationRule,
  Value,
  Values,
} from './state';
