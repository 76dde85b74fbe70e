import type { MappedValue } from '../../../leads/rules/field-values';
import type { CrmRecord } from '../../../leads/record';
import type { Remark } from '../../../leads/conversation/remarks';
import type { FieldKind } from '../../shared/field-kinds';
import { fieldValues, knownKinds, learnKinds } from '../../shared/mapped-values';
import { idOf, objectsOf, textOf, type Json } from '../api/json';
import { V2 } from '../api/version';
import type { PipedriveContext } from '../context';
import { PERSON } from './record';

/**
 * The company's values for a person's custom fields, each in its field's own type.
 * @param record whole; what it has stays where only a blank is to be filled.
 * @returns by key, and what could not be converted.
 */
export async function mappedFields(
  { memory }: PipedriveContext,
  mapped: readonly MappedValue[] = [],
  record?: CrmRecord,
): Promise<{ custom: Json; dropped: Remark[] }> {
  const free = mapped.filter(
    ({ field, policy }) => policy === 'latest' || !record?.fields[field.toLowerCase()],
  );
  if (free.length === 0) return { custom: {}, dropped: [] };
  const { values, dropped } = fieldValues(free, PERSON, await knownKinds(memory, PERSON), 'Pipedrive');
  return {
    custom: Object.fromEntries(values.map(([kind, value]) => [kind.name, typed(kind.kind, value)])),
    dropped,
  };
}

/** Pipedrive docs: Migration guide: numbers and options by their ids, without quotes. */
function typed(kind: FieldKind['kind'] | undefined, value: string): unknown {
  if (kind === 'number' || kind === 'choice') return Number(value);
  return kind === 'choices' ? value.split(';').map(Number) : value;
}

/** Asks for the fields that the company's maps name, where that is not known yet. */
export function learnFields({ memory, api, rules }: PipedriveContext): Promise<void> {
  return learnKinds(memory, rules, (object) =>
    object === PERSON ? api.list(`${V2}/personFields`, {}).then((fields) => fields.map(kindOf)) : undefined,
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
function kindOf({ field_code, field_type, options, is_custom_field }: Json): FieldKind {
  const kind = KINDS[textOf(field_type) ?? ''] ?? 'other';
  const choices = objectsOf(options).map(({ id, label }) => [idOf(id) ?? '', textOf(label) ?? ''] as const);
  return {
    name: textOf(field_code) ?? '',
    kind,
    writable: is_custom_field === true && kind !== 'other',
    ...((kind === 'choice' || kind === 'choices') && { choices }),
  };
}
