import { HubSpotError, rateLimited, type RateLimitPolicy } from './errors';

/** What goes wrong. `-after` kinds let the request take effect first: the caller cannot know. */
export type FaultKind =
  | { kind: 'rate-limit'; policy?: RateLimitPolicy; retryAfterSeconds?: number }
  | { kind: 'locked' }
  | { kind: 'migrating'; retryAfterSeconds?: number }
  | { kind: 'server-error'; status?: number }
  | { kind: 'html'; status: number }
  | { kind: 'empty'; status: number }
  | { kind: 'html-after'; status: number }
  | { kind: 'answer'; status: number; body: unknown; headers?: Record<string, string> }
  | { kind: 'delay'; ms: number }
  | { kind: 'hang' }
  | { kind: 'hang-after' }
  | { kind: 'reset-before' }
  | { kind: 'reset-after' };

export type Fault = FaultKind & {
  method?: string;
  /** A part of the path, or an expression it matches. Default: every path. */
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

  /** The fault that hits this request, the first planned one if several do. */
  next(method: string, path: string): Fault | undefined {
    let hit: Fault | undefined;
    for (const plan of this.planned) {
      const { fault } = plan;
      if (fault.method !== undefined && fault.method.toUpperCase() !== method) continue;
      if (fault.path !== undefined && !matchesPath(fault.path, path)) continue;
      plan.seen++;
      const first = fault.nth ?? 1;
      if (plan.seen >= first && plan.seen < first + (fault.times ?? 1)) hit ??= fault;
    }
    return hit;
  }
}

/** The answer of a fault that needs nothing of the connection. */
export function faultResponse(fault: Fault): Response | undefined {
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
    case 'html':
    case 'html-after':
      return new Response(`<html><head><title>${fault.status}</title></head><body>cloudflare</body></html>`, {
        status: fault.status,
        headers: { 'content-type': 'text/html; charset=UTF-8' },
      });
    case 'empty':
      return new Response(null, { status: fault.status });
    case 'answer':
      return new Response(JSON.stringify(fault.body), {
        status: fault.status,
        headers: { 'content-type': 'application/json;charset=utf-8', ...fault.headers },
      });
    default:
      return undefined;
  }
}

function fromError({ status, body, headers }: HubSpotError): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json;charset=utf-8', ...headers },
  });
}

function matchesPath(wanted: string | RegExp, path: string): boolean {
  return typeof wanted === 'string' ? path.includes(wanted) : wanted.test(path);
}
