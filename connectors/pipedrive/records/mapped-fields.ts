import type { MappedValue } from '../../../leads/rules/field-values';
import type { MappedObject } from '../../../leads/rules/rule';
import type { CrmRecord } from '../../../leads/record';
import type { FieldKind } from '../../shared/fields/field-kinds';
import {
  freeValues,
  knownKinds,
  learnKinds,
  mappedFields,
  named,
  type MappedFields,
} from '../../shared/fields/mapped-values';
import { idOf, objectsOf, textOf, type Json } from '../api/json';
import { V2 } from '../api/version';
import type { PipedriveContext } from '../context';
import { customField, type Fields } from './custom-fields';
import { PERSON } from './record';

/**
 * The company's values for a person's custom fields, each in its field's own type.
 * @param record whole; what it has stays where only a blank is to be filled.
 */
export async function personValues(
  context: PipedriveContext,
  mapped: readonly MappedValue[] = [],
  record?: CrmRecord,
): Promise<MappedFields<unknown>> {
  const kinds = await knownKinds(context.memory, PERSON);
  const free = freeValues(named(mapped, kinds), (field) => record?.fields[field.toLowerCase()]);
  return valuesFor(context, PERSON, free);
}

/** Likewise for an object that is made. */
export async function valuesFor(
  { memory }: PipedriveContext,
  object: MappedObject,
  mapped: readonly MappedValue[] = [],
): Promise<MappedFields<unknown>> {
  const { fields, dropped } = await mappedFields({ memory, crm: 'Pipedrive' }, object, mapped, typed);
  const custom = Object.entries(fields).map(([key, value]) => [customField(key), value]);
  return { fields: Object.fromEntries(custom) as Fields, dropped };
}

/** Pipedrive docs: Migration guide: numbers and options by their ids, without quotes. */
function typed(value: string, kind: FieldKind['kind'] | undefined): unknown {
  if (kind === 'number' || kind === 'choice') return Number(value);
  return kind === 'choices' ? value.split(';').map(Number) : value;
}

/** Pipedrive docs: Custom fields: leads inherit those of deals. */
const FIELDS: Readonly<Partial<Record<MappedObject, string>>> = {
  [PERSON]: 'personFields',
  lead: 'dealFields',
  deal: 'dealFields',
  company: 'organizationFields',
};

/** Asks for the fields that the company's maps name, where that is not known yet. */
export function learnFields(context: PipedriveContext): Promise<void> {
  return learnKinds(context, FIELDS, async (path) =>
    (await context.api.list(`${V2}/${path}`, {})).map(kindOf),
  );
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
  const choices = objectsOf(options).map(({ id, label }) => [idOf(id) ?? '', textOf(label) ?? ''] as const);
  return {
    name: textOf(field_code) ?? '',
    ...(is_custom_field === true && { label: textOf(field_name) }),
    kind,
    writable: is_custom_field === true && kind !== 'other',
    ...((kind === 'choice' || kind === 'choices') && { choices }),
  };
}
