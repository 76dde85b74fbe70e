export {
  createPipedriveEmulator,
  PipedriveEmulator,
  REALISTIC,
  type PipedriveEmulatorOptions,
} from './emulator';
export type { Fault, FaultKind } from './http/faults';
export { NO_RATE_LIMITS, REAL_RATE_LIMITS, type RateLimits } from './http/limits';
export {
  defaultState,
  SANDBOX_APP,
  SANDBOX_REFRESH_TOKEN,
  SANDBOX_TOKEN,
  type Note,
  type Activity,
  type Person,
  type PipedriveState,
} from './records/state';
