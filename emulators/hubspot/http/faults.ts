import { type Aim, type LineFault } from '../../http/faults';
import { HubSpotError, rateLimited, type RateLimitPolicy } from './errors';

/** What HubSpot itself answers now and then. */
export type HubSpotFault =
  | { kind: 'rate-limit'; policy?: RateLimitPolicy; retryAfterSeconds?: number }
  | { kind: 'locked' }
  | { kind: 'migrating'; retryAfterSeconds?: number }
  | { kind: 'server-error'; status?: number }
  | { kind: 'answer'; status: number; body: unknown; headers?: Record<string, string> };

export type FaultKind = LineFault | HubSpotFault;
export type Fault = FaultKind & Aim;

/** @returns undefined for a fault of the line. */
export function faultAnswer(fault: FaultKind): Response | undefined {
  switch (fault.kind) {
    case 'rate-limit':
      return fromError(rateLimited(fault.policy ?? 'TEN_SECONDLY_ROLLING', fault.retryAfterSeconds));
    case 'locked':
      return fromError(new HubSpotError(423, 'Locked. Wait at least two seconds between requests.'));
    case 'migrating':
      return fromError(
        new HubSpotError(
          477,
          'Migration in Progress',
          {},
          { 'retry-after': String(fault.retryAfterSeconds ?? 60) },
        ),
      );
    case 'server-error':
      return fromError(new HubSpotError(fault.status ?? 500, 'internal error'));
    case 'answer':
      return jsonResponse(fault.status, fault.body, fault.headers);
    default:
      return undefined;
  }
}

function fromError({ status, body, headers }: HubSpotError): Response {
  return jsonResponse(status, body, headers);
}

function jsonResponse(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json;charset=utf-8', ...headers },
  });
}
