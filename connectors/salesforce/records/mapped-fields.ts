import type { Refusal } from '../../../leads/conversation/remarks';
import type { MappedValue } from '../../../leads/rules/field-values';
import type { MappedObject } from '../../../leads/rules/rule';
import type { FieldKind } from '../../shared/fields/field-kinds';
import { fieldValues, knownKinds, learnKinds } from '../../shared/fields/mapped-values';
import type { DescribedField, Fields, FieldValue } from '../api/client';
import type { SalesforceContext } from '../context';
import { isOfTheCompany } from './accepted-values';

/** Salesforce's own names of the objects. */
const OBJECTS: Readonly<Partial<Record<MappedObject, string>>> = {
  lead: 'Lead',
  contact: 'Contact',
  deal: 'Opportunity',
  task: 'Task',
  // What is said stands in a completed task.
  note: 'Task',
  company: 'Account',
};

export interface MappedFields {
  fields: Fields;
  /** What could not be converted, to be told. */
  dropped: Refusal[];
}

/** The company's values for one object, each in its field's own type: Salesforce takes a number or a checkbox only as such. */
export async function mappedFields(
  { memory }: SalesforceContext,
  object: MappedObject,
  mapped: readonly MappedValue[] = [],
): Promise<MappedFields> {
  // What a task says of itself is ours to say, and Salesforce would be told it twice.
  const isTask = object === 'task' || object === 'note';
  const theirs = isTask ? mapped.filter(({ field }) => isOfTheCompany(field)) : mapped;
  if (!theirs.some((value) => value.object === object)) return { fields: {}, dropped: [] };
  const { values, dropped } = fieldValues(theirs, object, await knownKinds(memory, object), 'Salesforce');
  const fields = values.map(([{ name, kind }, value]) => [name, typed(value, kind)] as const);
  return { fields: Object.fromEntries(fields), dropped };
}

function typed(value: string, kind: FieldKind['kind'] | undefined): FieldValue {
  switch (kind) {
    case 'number':
    case 'integer':
      return Number(value);
    case 'boolean':
      return value === 'true';
    case undefined:
      return value === 'true' || value === 'false' ? value === 'true' : value;
    default:
      return value;
  }
}

/** Asks Salesforce for the fields that the company's maps name, where that is not known yet. */
export function learnFields({ memory, api, rules }: SalesforceContext): Promise<void> {
  const ask = async (name: string) => (await api.describe(name)).map(kindOf);
  return learnKinds(memory, rules, (object) => {
    const name = OBJECTS[object];
    return name === undefined ? undefined : ask(name);
  });
}

/** A field in no CRM's words. An open picklist takes any text. */
export function kindOf(field: DescribedField): FieldKind {
  const {
    name,
    createable,
    updateable,
    unique,
    externalId,
    length,
    restrictedPicklist,
    picklistValues = [],
  } = field;
  const kind = TYPES[field.type] ?? 'text';
  const isChoice = kind === 'choice' || kind === 'choices';
  return {
    name,
    kind: isChoice && !restrictedPicklist ? 'text' : kind,
    writable: createable || updateable,
    ...(unique && externalId && { unique: true }),
    ...(length ? { length } : {}),
    ...(isChoice &&
      restrictedPicklist && {
        choices: picklistValues
          .filter(({ active }) => active)
          .map(({ value, label }) => [value, label ?? value] as const),
      }),
  };
}

/** Salesforce docs: Field Types. */
const TYPES: Readonly<Record<string, FieldKind['kind']>> = {
  int: 'integer',
  double: 'number',
  currency: 'number',
  percent: 'number',
  boolean: 'boolean',
  date: 'date',
  datetime: 'datetime',
  picklist: 'choice',
  multipicklist: 'choices',
  reference: 'reference',
  id: 'other',
  base64: 'other',
  location: 'other',
  address: 'other',
  anyType: 'other',
};
