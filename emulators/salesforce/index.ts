export {
  createSalesforceEmulator,
  SalesforceEmulator,
  type RecordSnapshot,
  type SalesforceEmulatorOptions,
} from './emulator';
export { EDIT_BAN_CODES, type EditBan } from './http/errors';
export type { Fault, FaultKind } from './http/faults';
export { makeId, readId, to18 } from './records/ids';
export type { LoggedRequest, LoggedSubrequest } from './http/requests';
export { defaultState, INTEGRATION_USERNAME, SANDBOX_CLIENT_ID, SANDBOX_CLIENT_SECRET } from './seed';
export type {
  ConnectedApp,
  DuplicateRule,
  FieldDefinition,
  SalesforceState,
  ValidationRule,
  Value,
  Values,
} from './records/state';
export { REALISTIC } from './settings';
