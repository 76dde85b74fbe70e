import type { Refusal } from '../../../leads/conversation/remarks';
import type { MappedValue } from '../../../leads/rules/field-values';
import type { MappedObject } from '../../../leads/rules/rule';
import type { FieldKind } from '../../shared/fields/field-kinds';
import { fieldValues, knownKinds, learnKinds } from '../../shared/fields/mapped-values';
import type { HubSpotContext } from '../context';
import type { Properties } from './record';

/** Plural names of the objects in HubSpot's paths. */
const PATHS: Readonly<Partial<Record<MappedObject, string>>> = {
  contact: 'contacts',
  lead: 'leads',
  deal: 'deals',
  task: 'tasks',
  note: 'notes',
  company: 'companies',
};

export interface MappedProperties {
  properties: Properties;
  /** What could not be converted, to be told. */
  dropped: Refusal[];
}

/** The company's values for one object, each in its property's own type. */
export async function mappedProperties(
  { memory }: HubSpotContext,
  object: MappedObject,
  mapped: readonly MappedValue[] = [],
): Promise<MappedProperties> {
  if (!mapped.some((value) => value.object === object)) return { properties: {}, dropped: [] };
  const { values, dropped } = fieldValues(mapped, object, await knownKinds(memory, object), 'HubSpot');
  return { properties: Object.fromEntries(values.map(([{ name }, value]) => [name, value])), dropped };
}

/** Asks HubSpot for the properties that the company's maps name, where that is not known yet. */
export function learnProperties({ memory, api, rules }: HubSpotContext): Promise<void> {
  const ask = async (path: string) => {
    const answer = await api.getJson('read properties', `/crm/v3/properties/${path}`);
    return ((answer as { results?: readonly DescribedProperty[] }).results ?? []).map(kindOf);
  };
  return learnKinds(memory, rules, (object) => {
    const path = PATHS[object];
    return path === undefined ? undefined : ask(path);
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
