import { toText } from './plain-text';

/** Names that would reach an object's prototype when somebody copies the record member by member. */
const UNSAFE_NAMES = new Set(['__proto__', 'constructor', 'prototype']);

/** More than anybody reads in a CRM; with them a row of the table stays far below its 400 KB. */
const MAX_MEMBERS = 200;
const MAX_BYTES = 64 * 1024;

/** Deeper members are left out: nobody reads them in a CRM. */
const MAX_DEPTH = 4;

/** Named values as clean text. Blank and unsafe names and blank values are left out; of equal names the last wins. */
function textRecord(entries: Iterable<readonly [string, unknown]>): Record<string, string> {
  const clean = new Map<string, string>();
  let room = MAX_BYTES;
  for (const [rawName, rawValue] of entries) {
    const name = toText(rawName);
    const value = toText(rawValue);
    if (!name || !value || UNSAFE_NAMES.has(name)) continue;
    if (clean.size === MAX_MEMBERS && !clean.has(name)) continue;
    room -= Buffer.byteLength(name) + Buffer.byteLength(value);
    if (room < 0) break;
    clean.set(name, value);
  }
  return Object.fromEntries(clean);
}

/** The members of a JSON object or array as text; nested ones get names like `user.id` and `orders.0`. */
export function flattenText(value: unknown): Record<string, string> {
  return textRecord(leaves(value, '', 0));
}

function leaves(value: unknown, path: string, depth: number): [string, unknown][] {
  if (typeof value === 'boolean') return [[path, String(value)]];
  if (typeof value !== 'object' || value === null) return [[path, value]];
  if (depth === MAX_DEPTH) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    leaves(inner, path ? `${path}.${name}` : name, depth + 1),
  );
}

/** The parameters of a query string, with or without its `?`. Never throws: what cannot be decoded is kept as it is. */
export function queryRecord(query: string): Record<string, string> {
  return textRecord(new URLSearchParams(query));
}
