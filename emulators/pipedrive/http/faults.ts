import type { Aim, LineFault } from '../../http/faults';
import type { PipedriveError } from './errors';
import { refusal, tooMany } from './errors';

/** What Pipedrive itself answers now and then. */
export type PipedriveFault =
  | { kind: 'rate-limit'; limit?: 'burst' | 'daily'; retryAfterSeconds?: number }
  /** The firewall in front of it, after requests that went on through 429s (Pipedrive docs: Rate limiting). */
  | { kind: 'firewall' }
  | { kind: 'server-error'; status?: 500 | 503 }
  | { kind: 'answer'; status: number; body: unknown; headers?: Record<string, string> };

export type FaultKind = LineFault | PipedriveFault;
export type Fault = FaultKind & Aim;

const BLOCKED =
  '<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head><body>Sorry, you have been blocked</body></html>';

/** @returns undefined for a fault of the line. */
export function faultAnswer(fault: FaultKind): Response | undefined {
  switch (fault.kind) {
    case 'rate-limit': {
      const { retryAfterSeconds } = fault;
      const wait: Record<string, string> =
        retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
      return answerOf(tooMany(fault.limit ?? 'burst', wait));
    }
    case 'firewall':
      return new Response(BLOCKED, { status: 403, headers: { 'content-type': 'text/html' } });
    case 'server-error':
      return answerOf(refusal(fault.status ?? 500, 'Internal server error'));
    case 'answer':
      return Response.json(fault.body, { status: fault.status, headers: fault.headers });
    default:
      return undefined;
  }
}

function answerOf({ status, body, headers }: PipedriveError): Response {
  return Response.json(body, { status, headers });
}
