import type { MappedValue } from '../../../leads/rules/field-values';
import type { MappedObject } from '../../../leads/rules/rule';
import type { FieldKind } from '../../shared/fields/field-kinds';
import * as shared from '../../shared/fields/mapped-values';
import type { DescribedField, FieldValue } from '../api/client';
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

/** The company's values for one object, each in its field's own type: Salesforce takes a number or a checkbox only as such. */
export function mappedFields(
  { memory }: SalesforceContext,
  object: MappedObject,
  mapped: readonly MappedValue[] = [],
): Promise<shared.MappedFields<FieldValue>> {
  // What a task says of itself is ours to say, and Salesforce would be told it twice.
  const isTask = object === 'task' || object === 'note';
  const theirs = isTask ? mapped.filter(({ field }) => isOfTheCompany(field)) : mapped;
  return shared.mappedFields({ memory, crm: 'Salesforce' }, object, theirs, typed);
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
export function learnFields(context: SalesforceContext): Promise<void> {
  return shared.learnKinds(context, OBJECTS, async (name) =>
    (await context.api.describe(name)).fields.map(kindOf),
  );
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
