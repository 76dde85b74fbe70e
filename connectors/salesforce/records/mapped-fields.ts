import type { MappedValue } from '../../../leads/rules/field-values';
import type { MappedObject } from '../../../leads/rules/rule';
import type { FieldKind } from '../../shared/fields/field-kinds';
import { fieldMaps, type MappedFields } from '../../shared/fields/mapped-values';
import type { DescribedField, FieldValue } from '../api/client';
import type { SalesforceContext } from '../context';
import { isOfTheCompany } from './accepted-values';

const maps = fieldMaps<SalesforceContext, FieldValue>({
  crm: 'Salesforce',
  // Salesforce's own names of the objects.
  paths: {
    lead: 'Lead',
    contact: 'Contact',
    deal: 'Opportunity',
    task: 'Task',
    // What is said stands in a completed task.
    note: 'Task',
    company: 'Account',
  },
  ask: async ({ api }, object) => (await api.describe(object)).fields.map(kindOf),
  typed,
});

/** Asks Salesforce for the fields that the company's maps name, where that is not known yet. */
export const learnFields = maps.learn;

/** The company's values for one object, each in its field's own type: Salesforce takes a number or a checkbox only as such. */
export function mappedFields(
  context: Pick<SalesforceContext, 'memory'>,
  object: MappedObject,
  mapped: readonly MappedValue[] = [],
  stored?: (field: string) => string | undefined,
): Promise<MappedFields<FieldValue>> {
  // What a task says of itself is ours to say, and Salesforce would be told it twice.
  const isTask = object === 'task' || object === 'note';
  const theirs = mapped.filter(({ field }) => !isTask || isOfTheCompany(field));
  return maps.values(context, object, theirs, stored);
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

/** A field in no CRM's words. An open picklist takes any text. */
function kindOf(field: DescribedField): FieldKind {
  const { name, createable, updateable, unique, externalId, length, picklistValues = [] } = field;
  const kind = TYPES[field.type] ?? 'text';
  return {
    name,
    kind: kind.startsWith('choice') && !field.restrictedPicklist ? 'text' : kind,
    writable: createable || updateable,
    unique: unique && externalId,
    length: length || undefined,
    choices: picklistValues
      .filter(({ active }) => active)
      .map(({ value, label }) => [value, label ?? value] as const),
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
