import type { HttpBindings } from '@hono/node-server';
import type { Context, Hono } from 'hono';
import { PipedriveError, refusal } from './errors';
import type { Records } from '../records/records';
import type { Settings } from '../settings';
import type { Json, PipedriveState, User } from '../records/state';

/** What the routes work on. */
export interface Backend {
  state: PipedriveState;
  records: Records;
  settings: Settings;
  now: () => number;
}

export interface Env {
  Bindings: HttpBindings;
  /** Whose token it is. */
  Variables: { user: User };
}

export type App = Hono<Env>;
export type RequestContext = Context<Env>;

/** @throws PipedriveError 400 for what is no JSON object. */
export async function jsonBody(c: RequestContext): Promise<Json> {
  try {
    const body: unknown = JSON.parse(await c.req.text());
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Json;
  } catch {
    // Told below.
  }
  throw new PipedriveError(400, { success: false, error: 'Bad request: body is not valid JSON' });
}

/** @throws PipedriveError 400 for what is no number. */
export function idOf(c: RequestContext): number {
  const id = Number(c.req.param('id'));
  if (Number.isSafeInteger(id) && id > 0) return id;
  throw refusal(400, 'Bad request');
}

export const ok = (c: RequestContext, data: unknown, more: Json = {}) =>
  c.json({ success: true, data, ...more });

/** A page of v2: a cursor that says nothing to its reader. */
export function page(c: RequestContext, items: readonly unknown[], data: (page: unknown[]) => unknown) {
  const limit = Math.min(500, Number(c.req.query('limit') ?? 100));
  const from = Number(Buffer.from(c.req.query('cursor') ?? '', 'base64url').toString() || 0);
  const next = from + limit < items.length ? Buffer.from(String(from + limit)).toString('base64url') : null;
  return ok(c, data(items.slice(from, from + limit)), { additional_data: { next_cursor: next } });
}

/** A page of v1: counted from its start. */
export function numberedPage(c: RequestContext, items: readonly unknown[]) {
  const start = Number(c.req.query('start') ?? 0);
  const limit = Math.min(500, Number(c.req.query('limit') ?? 100));
  const more = start + limit < items.length;
  const pagination = {
    start,
    limit,
    more_items_in_collection: more,
    ...(more && { next_start: start + limit }),
  };
  const shown = items.slice(start, start + limit);
  return ok(c, shown.length > 0 ? shown : null, { additional_data: { pagination } });
}
