import { fieldMaps } from '../../shared/fields/mapped-values';
import type { FieldKind } from '../../shared/fields/field-kinds';
import type { HubSpotContext } from '../context';

/** HubSpot docs: Properties API. */
interface DescribedProperty {
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

/** By type, and by type and form. */
const KINDS: Readonly<Record<string, FieldKind['kind']>> = {
  bool: 'boolean',
  enumeration: 'choice',
  'enumeration booleancheckbox': 'boolean',
  'enumeration checkbox': 'choices',
  number: 'number',
  date: 'date',
  datetime: 'datetime',
};

/** The company's values for one object, and HubSpot's properties that its maps name. */
export const { values: mappedProperties, learn: learnProperties } = fieldMaps<HubSpotContext, string>({
  crm: 'HubSpot',
  // Plural names of the objects in HubSpot's paths.
  paths: {
    contact: 'contacts',
    lead: 'leads',
    deal: 'deals',
    task: 'tasks',
    note: 'notes',
    company: 'companies',
  },
  async ask({ api }, path) {
    const answer = await api.get(`/crm/v3/properties/${path}`);
    return ((answer as { results?: readonly DescribedProperty[] }).results ?? []).map(kindOf);
  },
  // HubSpot takes text for every type of property.
  typed: (value) => value,
});

/** A property in no CRM's words. */
function kindOf(property: DescribedProperty): FieldKind {
  const { name, type, fieldType, options = [], externalOptions, calculated, modificationMetadata } = property;
  const kind = KINDS[`${type} ${fieldType}`] ?? KINDS[type] ?? 'text';
  return {
    name,
    kind: externalOptions ? 'text' : kind,
    writable: !calculated && modificationMetadata?.readOnlyValue !== true,
    unique: property.hasUniqueValue,
    choices: options.map(({ value, label }) => [value, label] as const),
  };
}
