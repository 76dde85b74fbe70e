import { absentNames, type LeadFieldPlaces } from '../../shared/fields/lead-fields';
import type { Json } from '../api/json';
import type { PipedriveContext } from '../context';

/** The fields of a write: custom ones stand among the others, under this before their key. */
export type Fields = Record<string, unknown>;
const PREFIX = 'custom_fields.';
/** The custom fields of persons that there are not. */
export const ABSENT = 'absent-fields';

export function customField(key: string): string {
  return PREFIX + key;
}

/** Its key; undefined for a field of Pipedrive's own. */
export function keyOf(name: string): string | undefined {
  return name.startsWith(PREFIX) ? name.slice(PREFIX.length) : undefined;
}

/** Where persons hold our lead fields. */
export async function placesOf({ memory, settings }: PipedriveContext): Promise<LeadFieldPlaces> {
  const absent = await absentNames(memory, ABSENT);
  const places = [...settings.leadFields].map(([field, key]) => [field, customField(key)] as const);
  return new Map(places.filter(([, name]) => !absent.has(name)));
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
