import type { Json } from '../api/json';

/** The fields of a write: custom ones stand among the others, under this before their key. */
export type Fields = Record<string, unknown>;
const PREFIX = 'custom_fields.';

export function customField(key: string): string {
  return PREFIX + key;
}

/** Its key; undefined for a field of Pipedrive's own. */
export function keyOf(name: string): string | undefined {
  return name.startsWith(PREFIX) ? name.slice(PREFIX.length) : undefined;
}

/** As v2 takes them: custom fields in an object of their own. */
export function inV2(fields: Fields): Json {
  const entries = Object.entries(fields);
  const own = entries.filter(([name]) => keyOf(name) === undefined);
  const custom = entries.flatMap(([name, value]) => (keyOf(name) ? [[keyOf(name), value]] : []));
  return {
    ...Object.fromEntries(own),
    ...(custom.length > 0 && { custom_fields: Object.fromEntries(custom) as Json }),
  };
}

/** As v1 takes them: custom fields among its own, several options as one text, parted by commas. */
export function inV1(fields: Fields): Json {
  const entries = Object.entries(fields).map(([name, value]) => {
    const key = keyOf(name);
    return key === undefined ? [name, value] : [key, Array.isArray(value) ? value.join(',') : value];
  });
  return Object.fromEntries(entries) as Json;
}
