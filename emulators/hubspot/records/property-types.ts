import type { PropertyDefinition } from './state';

const MADE = '2020-01-01T00:00:00.000Z';

type Extra = Partial<PropertyDefinition>;

/** Short forms to declare properties in. */
export function property(name: string, label: string, extra: Extra = {}): PropertyDefinition {
  return {
    name,
    label,
    type: 'string',
    fieldType: 'text',
    groupName: 'contactinformation',
    description: '',
    options: [],
    displayOrder: -1,
    calculated: false,
    externalOptions: false,
    hasUniqueValue: false,
    hidden: false,
    hubspotDefined: true,
    formField: true,
    archived: false,
    readOnlyValue: false,
    createdAt: MADE,
    updatedAt: MADE,
    ...extra,
  };
}

export function enumeration(name: string, label: string, values: string[], extra: Extra = {}) {
  const options = values.map((value, displayOrder) => ({ label: value, value, displayOrder, hidden: false }));
  return property(name, label, { type: 'enumeration', fieldType: 'select', options, ...extra });
}

export function readOnly(name: string, label: string, extra: Extra = {}) {
  return property(name, label, { readOnlyValue: true, calculated: true, formField: false, ...extra });
}

export function datetime(name: string, label: string, extra: Extra = {}) {
  return property(name, label, { type: 'datetime', fieldType: 'date', ...extra });
}

export function number(name: string, label: string, extra: Extra = {}) {
  return property(name, label, { type: 'number', fieldType: 'number', ...extra });
}

/** Options come from the account's owners, not from the definition. */
export function owner(groupName: string) {
  return property('hubspot_owner_id', 'Owner', {
    type: 'enumeration',
    fieldType: 'select',
    externalOptions: true,
    referencedObjectType: 'OWNER',
    groupName,
  });
}
