import { absentNames, type LeadFieldPlaces } from '../../shared/fields/lead-fields';
import type { Json } from '../api/json';
import type { PipedriveContext } from '../context';
import { FIELD_KEY } from '../definition';

/** The fields of a write: custom ones stand among Pipedrive's own, by their keys. */
export type Fields = Record<string, unknown>;
/** The custom fields of persons that there are not. */
export const ABSENT = 'absent-fields';

export function isCustom(name: string): boolean {
  return FIELD_KEY.test(name);
}

/** Where persons hold our lead fields. */
export async function placesOf({ memory, settings }: PipedriveContext): Promise<LeadFieldPlaces> {
  const absent = await absentNames(memory, ABSENT);
  return new Map([...settings.leadFields].filter(([, key]) => !absent.has(key)));
}

/** As v2 takes them: custom fields in an object of their own. */
export function inV2(fields: Fields): Json {
  const of = ([name]: [string, unknown]) => (isCustom(name) ? 'custom' : 'own');
  const { own = [], custom = [] } = Object.groupBy(Object.entries(fields), of);
  return {
    ...Object.fromEntries(own),
    ...(custom.length > 0 && { custom_fields: Object.fromEntries(custom) }),
  };
}

/** As v1 takes them: custom fields among its own, several options as one text, parted by commas. */
export function inV1(fields: Fields): Json {
  const taken = ([name, value]: [string, unknown]) =>
    isCustom(name) && Array.isArray(value) ? [name, value.join(',')] : [name, value];
  return Object.fromEntries(Object.entries(fields).map(taken)) as Json;
}
