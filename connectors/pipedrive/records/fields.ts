import type { FieldKind } from '../../shared/fields/field-kinds';
import { absentNames, type LeadFieldPlaces } from '../../shared/fields/lead-fields';
import { fieldMaps } from '../../shared/fields/mapped-values';
import { idOf, objectsOf, textOf, type Json } from '../api/json';
import { V2 } from '../api/version';
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

/** The company's values for an object's custom fields, and Pipedrive's fields that its maps name. */
export const { values: valuesFor, learn: learnFields } = fieldMaps<PipedriveContext, unknown>({
  crm: 'Pipedrive',
  // Pipedrive docs: Custom fields: leads inherit those of deals.
  paths: { person: 'personFields', lead: 'dealFields', deal: 'dealFields', company: 'organizationFields' },
  ask: async ({ api }, path) => (await api.list(`${V2}/${path}`, {})).map(kindOf),
  typed,
  isField: isCustom,
});

/** Pipedrive docs: Migration guide: numbers and options by their ids, without quotes. */
function typed(value: string, kind: FieldKind['kind'] | undefined): unknown {
  if (kind === 'number' || kind === 'choice') return Number(value);
  return kind === 'choices' ? value.split(';').map(Number) : value;
}

const KINDS: Readonly<Record<string, FieldKind['kind']>> = {
  varchar: 'text',
  varchar_auto: 'text',
  text: 'text',
  phone: 'text',
  double: 'number',
  date: 'date',
  enum: 'choice',
  set: 'choices',
};

/** A field in no CRM's words. What is an object in v2 (money, times, addresses) is not written. */
function kindOf({ field_code, field_name, field_type, options, is_custom_field }: Json): FieldKind {
  const kind = KINDS[textOf(field_type) ?? ''] ?? 'other';
  return {
    name: textOf(field_code) ?? '',
    label: is_custom_field === true ? textOf(field_name) : undefined,
    kind,
    writable: is_custom_field === true && kind !== 'other',
    choices: objectsOf(options).map(({ id, label }) => [idOf(id) ?? '', textOf(label) ?? ''] as const),
  };
}
