import type { FieldKind } from '../../shared/fields/field-kinds';
import { fieldMaps } from '../../shared/fields/mapped-values';
import { idOf, objectsOf, textOf, type Json } from '../api/json';
import { V2 } from '../api/version';
import type { PipedriveContext } from '../context';
import { isCustom } from './custom-fields';
import { PERSON } from './record';

/** The company's values for an object's custom fields, and Pipedrive's fields that its maps name. */
export const { values: valuesFor, learn: learnFields } = fieldMaps<PipedriveContext, unknown>({
  crm: 'Pipedrive',
  // Pipedrive docs: Custom fields: leads inherit those of deals.
  paths: { [PERSON]: 'personFields', lead: 'dealFields', deal: 'dealFields', company: 'organizationFields' },
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
