import type { Aim, LineFault } from '../../http/faults';
import {
  invalidSession,
  requestLimitExceeded,
  SalesforceError,
  serverUnavailable,
  unableToLockRow,
} from './errors';

/** What Salesforce itself answers now and then. */
export type SalesforceFault =
  | { kind: 'request-limit' }
  | { kind: 'locked'; status?: 400 | 500 }
  | { kind: 'server-unavailable' }
  | { kind: 'invalid-session' }
  | { kind: 'answer'; status: number; body: unknown; headers?: Record<string, string> };

export type FaultKind = LineFault | SalesforceFault;
export type Fault = FaultKind & Aim;

/** @returns undefined for a fault of the line. */
export function faultAnswer(fault: FaultKind): Response | undefined {
  switch (fault.kind) {
    case 'request-limit':
      return errorResponse(requestLimitExceeded());
    case 'locked':
      return errorResponse(
        new SalesforceError(fault.status ?? 400, unableToLockRow('00Q000000000000AAA').errors),
      );
    case 'server-unavailable':
      return errorResponse(serverUnavailable());
    case 'invalid-session':
      return errorResponse(invalidSession());
    case 'answer':
      return jsonResponse(fault.status, fault.body, fault.headers);
    default:
      return undefined;
  }
}

export function errorResponse({ status, errors, headers }: SalesforceError): Response {
  return jsonResponse(status, errors, headers);
}

/** As Salesforce sends JSON; without a body for `undefined`. */
export function jsonResponse(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  const text = body === undefined ? null : JSON.stringify(body);
  const type: Record<string, string> =
    text === null ? {} : { 'content-type': 'application/json;charset=UTF-8' };
  return new Response(text, { status, headers: { ...type, ...headers } });
}
