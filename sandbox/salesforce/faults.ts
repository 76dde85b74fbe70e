import {
  invalidSession,
  requestLimitExceeded,
  SalesforceError,
  serverUnavailable,
  unableToLockRow,
} from './errors';

/** What goes wrong. `-after` kinds let the request take effect first: the caller cannot know. */
export type FaultKind =
  | { kind: 'request-limit' }
  | { kind: 'locked'; status?: 400 | 500 }
  | { kind: 'server-unavailable' }
  | { kind: 'invalid-session' }
  | { kind: 'html'; status: number }
  | { kind: 'empty'; status: number }
  | { kind: 'html-after'; status: number }
  | { kind: 'answer'; status: number; body: unknown; headers?: Record<string, string> }
  | { kind: 'delay'; ms: number }
  /** Somebody else does something just before the request is looked at. */
  | { kind: 'meanwhile'; run: () => void }
  | { kind: 'hang' }
  | { kind: 'hang-after' }
  | { kind: 'reset-before' }
  | { kind: 'reset-after' };

export type Fault = FaultKind & {
  method?: string;
  /** A part of the path or of the values in the query, or an expression one of them matches. Default: every path. */
  path?: string | RegExp;
  /** Which of the matching requests is the first to be hit, counted from 1. */
  nth?: number;
  /** How many requests in a row are hit. Default 1; Infinity for all. */
  times?: number;
};

/** Faults to come, each with its own count of matching requests. */
export class Faults {
  private planned: { fault: Fault; seen: number }[] = [];

  add(...faults: Fault[]): void {
    this.planned.push(...faults.map((fault) => ({ fault, seen: 0 })));
  }

  clear(): void {
    this.planned = [];
  }

  /** The faults that hit this request, in the order they were planned. Path and query come decoded. */
  next(method: string, path: string, query: string): Fault[] {
    return this.planned
      .filter(({ fault }) => matches(fault, method, path, query))
      .filter((plan) => {
        plan.seen++;
        const first = plan.fault.nth ?? 1;
        return plan.seen >= first && plan.seen < first + (plan.fault.times ?? 1);
      })
      .map(({ fault }) => fault);
  }
}

function matches({ method, path: wanted }: Fault, actual: string, path: string, query: string): boolean {
  if (method !== undefined && method.toUpperCase() !== actual) return false;
  if (wanted === undefined) return true;
  return [path, query].some((part) =>
    typeof wanted === 'string' ? part.includes(wanted) : wanted.test(part),
  );
}

/** The answer of a fault that has one. */
export function faultResponse(fault: Fault): Response | undefined {
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
    case 'html':
    case 'html-after':
      return new Response(
        `<html><head><title>${fault.status}</title></head><body><h1>Error ${fault.status}</h1></body></html>`,
        { status: fault.status, headers: { 'content-type': 'text/html; charset=UTF-8' } },
      );
    case 'empty':
      return new Response(null, { status: fault.status });
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
