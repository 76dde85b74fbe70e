import type { MappedValue } from '../../../leads/rules/field-values';
import type { MappedObject } from '../../../leads/rules/rule';
import type { FieldKind } from '../../shared/fields/field-kinds';
import { learnKinds, mappedFields, type MappedFields } from '../../shared/fields/mapped-values';
import type { HubSpotContext } from '../context';

/** Plural names of the objects in HubSpot's paths. */
const PATHS: Readonly<Partial<Record<MappedObject, string>>> = {
  contact: 'contacts',
  lead: 'leads',
  deal: 'deals',
  task: 'tasks',
  note: 'notes',
  company: 'companies',
};

/** The company's values for one object; HubSpot takes text for every type of property. */
export function mappedProperties(
  { memory }: HubSpotContext,
  object: MappedObject,
  mapped: readonly MappedValue[] = [],
): Promise<MappedFields<string>> {
  return mappedFields({ memory, crm: 'HubSpot' }, object, mapped, (value) => value);
}

/** Asks HubSpot for the properties that the company's maps name, where that is not known yet. */
export function learnProperties(context: HubSpotContext): Promise<void> {
  return learnKinds(context, PATHS, async (path) => {
    const answer = await context.api.getJson('read properties', `/crm/v3/properties/${path}`);
    return ((answer as { results?: readonly DescribedProperty[] }).results ?? []).map(kindOf);
  });
}

/** HubSpot docs: Properties API. */
export interface DescribedProperty {
  name: string;
  type: string;
  fieldType?: string;
  options?: readonly { value: string; label: string }[];
  /** Options are the account's own users. */
  externalOptions?: boolean;
  hasUniqueValue?: boolean;
  calculated?: boolean;
  modificationMetadata?: { readOnlyValue?: boolean };
}

/** A property in no CRM's words. */
export function kindOf(property: DescribedProperty): FieldKind {
  const { name, options = [], externalOptions, hasUniqueValue, calculated, modificationMetadata } = property;
  const kind = externalOptions ? 'text' : typeOf(property);
  return {
    name,
    kind,
    writable: !calculated && modificationMetadata?.readOnlyValue !== true,
    ...(hasUniqueValue && { unique: true }),
    ...((kind === 'choice' || kind === 'choices') && {
      choices: options.map(({ value, label }) => [value, label] as const),
    }),
  };
}

function typeOf({ type, fieldType }: DescribedProperty): FieldKind['kind'] {
  switch (type) {
    case 'bool':
      return 'boolean';
    case 'enumeration':
      if (fieldType === 'booleancheckbox') return 'boolean';
      return fieldType === 'checkbox' ? 'choices' : 'choice';
    case 'number':
    case 'date':
    case 'datetime':
      return type;
    default:
      return 'text';
  }
}
