import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Env, MiddlewareHandler } from 'hono';
import { setTimeout as sleep } from 'node:timers/promises';

/** What goes wrong on any line. `-after` kinds let the request take effect first: the caller cannot know. */
export type LineFault =
  | { kind: 'html'; status: number }
  | { kind: 'html-after'; status: number }
  | { kind: 'empty'; status: number }
  | { kind: 'delay'; ms: number }
  /** Somebody else does something just before the request is looked at. */
  | { kind: 'meanwhile'; run: () => void }
  | { kind: 'hang' }
  | { kind: 'hang-after' }
  | { kind: 'reset-before' }
  | { kind: 'reset-after' };

/** Which requests a fault hits. */
export interface Aim {
  method?: string;
  /** A part of the path or of the values in the query, or an expression one of them matches. Default: every path. */
  path?: string | RegExp;
  /** Which of the matching requests is the first to be hit, counted from 1. */
  nth?: number;
  /** How many requests in a row are hit. Default 1; Infinity for all. */
  times?: number;
}

/** Faults to come, each with its own count of matching requests. */
export class Faults<Fault extends Aim> {
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

function matches({ method, path: wanted }: Aim, actual: string, path: string, query: string): boolean {
  if (method !== undefined && method.toUpperCase() !== actual) return false;
  if (wanted === undefined) return true;
  return [path, query].some((part) =>
    typeof wanted === 'string' ? part.includes(wanted) : wanted.test(part),
  );
}

/**
 * Lets planned faults meet the requests.
 * @param answerOf the answer of a fault that is the server's own; undefined for faults of the line.
 */
export function injectFaults<E extends Env & { Bindings: HttpBindings }, Own extends { kind: string }>(
  faults: Faults<(LineFault | Own) & Aim>,
  answerOf: (fault: LineFault | Own) => Response | undefined,
): MiddlewareHandler<E> {
  return async (c, next) => {
    const { pathname, searchParams } = new URL(c.req.url);
    const hits = faults.next(c.req.method, decode(pathname), [...searchParams.values()].join('&'));
    for (const fault of hits) {
      if (isLine(fault, 'delay')) await sleep(fault.ms);
      else if (isLine(fault, 'meanwhile')) fault.run();
      else {
        if (fault.kind.endsWith('-after')) await next();
        // What the route answered must be gone, else Hono keeps it.
        c.res = undefined;
        c.res = answerOf(fault) ?? lineAnswer(fault, c.env);
        return;
      }
    }
    await next();
  };
}

function isLine<Kind extends LineFault['kind']>(
  fault: { kind: string },
  kind: Kind,
): fault is Extract<LineFault, { kind: Kind }> {
  return fault.kind === kind;
}

/** Without an answer the connection is left alone; whoever asked waits, or sees it cut. */
function lineAnswer(fault: { kind: string }, { incoming }: HttpBindings): Response {
  if (isLine(fault, 'html') || isLine(fault, 'html-after')) {
    const { status } = fault;
    const page = `<html><head><title>${status}</title></head><body><h1>Error ${status}</h1></body></html>`;
    return new Response(page, { status, headers: { 'content-type': 'text/html; charset=UTF-8' } });
  }
  if (isLine(fault, 'empty')) return new Response(null, { status: fault.status });
  if (fault.kind.startsWith('reset')) incoming.socket.resetAndDestroy();
  return RESPONSE_ALREADY_SENT;
}

/** The header by which the adapter knows that the connection was taken over. */
const ALREADY_SENT = 'x-hono-already-sent';

/** @returns false where the caller got no answer. */
export function wasAnswered({ headers }: Response): boolean {
  return !headers.has(ALREADY_SENT);
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
