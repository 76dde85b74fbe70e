import type { HttpBindings } from '@hono/node-server';
import type { Context, Hono } from 'hono';
import { HubSpotError, badRequest, invalidJson } from './errors';
import type { Objects } from '../records/objects';
import type { Records } from '../records/records';
import type { HubSpotState } from '../records/state';

/** What the routes work on. */
export interface Backend {
  state: HubSpotState;
  records: Records;
  objects: Objects;
  settings: BackendSettings;
  now: () => number;
}

export interface BackendSettings {
  /** Of the Sales product: leads need PROFESSIONAL (HubSpot docs: Leads guide). */
  salesTier: 'FREE' | 'STARTER' | 'PROFESSIONAL' | 'ENTERPRISE';
  searchMatchesSecondaryEmail: boolean;
  secondaryEmailEndpoint: boolean;
  /** How "access-token-info" answers a service key; it is documented for private apps only. */
  serviceKeyInfo: 401 | 404 | 'answered';
  /**
   * Whether the definitions of notes, tasks and calls go with the schema scopes of contacts or ask for scopes of their
   * own; the docs list scopes for all object types together.
   */
  activitySchemaScopes: 'contacts' | 'own';
  /**
   * Whether notes, tasks and calls can have unique properties. Their endpoints upsert by one (HubSpot docs: Notes API,
   * batch upsert); which accounts may define one is not documented, nor how it is refused.
   */
  uniqueActivities: boolean;
}

export interface Env {
  Bindings: HttpBindings;
  Variables: { scopes: readonly string[] };
}

export type App = Hono<Env>;
export type RequestContext = Context<Env>;

/** Path versions next to the numbered ones (HubSpot docs: Versioning). */
const DATED_VERSIONS: readonly string[] = ['2026-03', '2026-09'];

/** Where a family of endpoints is found, for each version of the path: `/crm/v3/owners`, `/crm/owners/2026-03`, … */
export function bases(
  family: 'crm' | 'account-info',
  area: string,
  numbered = 'v3',
): { apiVersion: string; base: string }[] {
  const tail = area === '' ? '' : `/${area}`;
  return [
    { apiVersion: numbered, base: `/${family}/${numbered}${tail}` },
    ...DATED_VERSIONS.map((apiVersion) => ({ apiVersion, base: `/${family}${tail}/${apiVersion}` })),
  ];
}

/**
 * The JSON object a request carries.
 * @throws HubSpotError 415 for another content type, 400 for what is no JSON object.
 */
export async function jsonBody(c: RequestContext): Promise<Record<string, unknown>> {
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) {
    throw new HubSpotError(415, 'HTTP 415 Unsupported Media Type');
  }
  const body = parse(await c.req.text());
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalidJson('Cannot construct instance of the request from this value', 'line 1, column 1');
  }
  return body as Record<string, unknown>;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const offset = Number(/position (\d+)/.exec(reason)?.[1] ?? text.length);
    const before = text.slice(0, offset).split('\n');
    throw invalidJson(reason, `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`);
  }
}

/**
 * A map of property values.
 * @throws HubSpotError 400 when it is missing or of another kind.
 */
export function propertiesOf(input: Record<string, unknown>): Record<string, unknown> {
  const { properties } = input;
  if (typeof properties === 'object' && properties !== null && !Array.isArray(properties)) {
    return properties as Record<string, unknown>;
  }
  throw invalidJson('Some required fields were not set: [properties]', 'line 1, column 2');
}

/**
 * The inputs of a batch, 100 at most (HubSpot docs: Contacts guide).
 * @throws HubSpotError 400
 */
export function inputsOf(body: Record<string, unknown>): Record<string, unknown>[] {
  const { inputs } = body;
  if (!Array.isArray(inputs))
    throw invalidJson('Some required fields were not set: [inputs]', 'line 1, column 2');
  if (inputs.length > 100) throw badRequest('The maximum number of inputs is 100.');
  return inputs as Record<string, unknown>[];
}

/** A list in the query: comma-separated, repeated, or both. */
export function queryList(c: RequestContext, name: string): string[] {
  return (c.req.queries(name) ?? [])
    .flatMap((part) => part.split(','))
    .map((part) => part.trim())
    .filter(Boolean);
}

/** @throws HubSpotError 400 outside 1..max. */
export function pageSize(c: RequestContext, max: number, otherwise: number): number {
  const given = c.req.query('limit');
  if (given === undefined) return otherwise;
  const limit = Number(given);
  if (Number.isInteger(limit) && limit >= 1 && limit <= max) return limit;
  throw badRequest(`limit must be between 1 and ${max}, was ${given}`);
}

/** One page of a list and where the next begins. */
export function page<T>(c: RequestContext, items: T[], after: number, limit: number) {
  const next = after + limit;
  if (next >= items.length) return { results: items.slice(after) };
  const link = new URL(c.req.url);
  link.searchParams.set('after', String(next));
  return {
    results: items.slice(after, next),
    paging: { next: { after: String(next), link: link.toString() } },
  };
}

export function queryAfter(c: RequestContext): number {
  const after = Number(c.req.query('after') ?? 0);
  if (Number.isInteger(after) && after >= 0) return after;
  throw badRequest('after is not valid');
}
