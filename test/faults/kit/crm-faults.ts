import type { FaultKind as HubSpotFaultKind } from '../../../emulators/hubspot';
import type { FaultKind as PipedriveFaultKind } from '../../../emulators/pipedrive';
import type { FaultKind as SalesforceFaultKind } from '../../../emulators/salesforce';

/** What the line or the CRM does to one request. `refused`: nobody listens. `session-over`: the token has ended. */
export type CrmFault = (
  { kind: 'refused' } | { kind: 'session-over' } | HubSpotFaultKind | PipedriveFaultKind | SalesforceFaultKind
) & {
  /** Whom the answer suits; default: every request. */
  of?: 'sign-in' | 'api';
};

/** What happens to any request on its way, whoever is at the other end. */
const LINE_FAULTS: CrmFault[] = [
  { kind: 'refused' },
  { kind: 'reset-before' },
  { kind: 'reset-after' },
  { kind: 'hang' },
  { kind: 'hang-after' },
  { kind: 'html', status: 502 },
  { kind: 'html-after', status: 502 },
  { kind: 'empty', status: 503 },
  { kind: 'delay', ms: 250 },
];

export const HUBSPOT_FAULTS: CrmFault[] = [
  ...LINE_FAULTS,
  { kind: 'rate-limit', policy: 'TEN_SECONDLY_ROLLING', retryAfterSeconds: 20 },
  { kind: 'rate-limit', policy: 'SECONDLY' },
  { kind: 'server-error', status: 500 },
  { kind: 'locked' },
  { kind: 'answer', status: 401, body: { category: 'EXPIRED_AUTHENTICATION' } },
];

const UNEXPECTED = [{ errorCode: 'UNKNOWN_EXCEPTION', message: 'An unexpected error occurred.' }];
const TOO_BUSY = [{ errorCode: 'SERVER_UNAVAILABLE', message: 'Server too busy' }];
const TOO_MANY_LOGINS = { error: 'invalid_grant', error_description: 'login rate exceeded' };

export const SALESFORCE_FAULTS: CrmFault[] = [
  ...LINE_FAULTS,
  { kind: 'request-limit', of: 'api' },
  { kind: 'answer', status: 429, body: [] },
  { kind: 'answer', status: 429, body: [], headers: { 'retry-after': '20' } },
  { kind: 'server-unavailable', of: 'api' },
  { kind: 'answer', status: 503, body: TOO_BUSY, headers: { 'retry-after': '20' }, of: 'api' },
  { kind: 'answer', status: 500, body: UNEXPECTED, of: 'api' },
  { kind: 'locked', of: 'api' },
  { kind: 'locked', status: 500, of: 'api' },
  { kind: 'invalid-session', of: 'api' },
  { kind: 'session-over', of: 'api' },
  { kind: 'answer', status: 400, body: TOO_MANY_LOGINS, of: 'sign-in' },
  { kind: 'answer', status: 503, body: { error: 'temporarily_unavailable' }, of: 'sign-in' },
];

const NOT_KNOWN = { success: false, error: 'unauthorized access', errorCode: 401 };

export const PIPEDRIVE_FAULTS: CrmFault[] = [
  ...LINE_FAULTS,
  { kind: 'rate-limit', limit: 'burst' },
  { kind: 'rate-limit', limit: 'burst', retryAfterSeconds: 20 },
  { kind: 'rate-limit', limit: 'daily', retryAfterSeconds: 3_000 },
  { kind: 'firewall' },
  { kind: 'server-error', status: 500 },
  { kind: 'server-error', status: 503 },
  { kind: 'answer', status: 401, body: NOT_KNOWN },
];
