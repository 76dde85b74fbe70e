import { badRequest, invalidJson } from '../http/errors';
import { property } from './property-types';
import type { PropertyDefinition, PropertyOption, PropertyType } from './state';

const TYPES = ['string', 'number', 'date', 'datetime', 'enumeration', 'bool', 'phone_number', 'json'];
const FIELD_TYPES = [
  'text',
  'textarea',
  'number',
  'date',
  'select',
  'radio',
  'checkbox',
  'booleancheckbox',
  'file',
  'html',
  'phonenumber',
  'calculation_equation',
];

/** HubSpot docs: Properties API, fields of a definition and which ones a new one needs. */
const REQUIRED = ['name', 'label', 'type', 'fieldType', 'groupName'];

/** @throws HubSpotError 400 */
export function readDefinition(input: Record<string, unknown>, now: string): PropertyDefinition {
  const missing = REQUIRED.filter((field) => typeof input[field] !== 'string');
  if (missing.length > 0) {
    throw invalidJson(`Some required fields were not set: [${missing.join(', ')}]`, 'line 1, column 2');
  }
  const name = String(input.name);
  if (!/^[a-z][a-z0-9_]{0,99}$/.test(name)) {
    throw badRequest(`Property name "${name}" is not valid: lowercase letters, digits and underscores only.`);
  }
  if (!TYPES.includes(String(input.type))) throw invalidJson(`"${String(input.type)}" is no property type`);
  if (!FIELD_TYPES.includes(String(input.fieldType))) {
    throw invalidJson(`"${String(input.fieldType)}" is no field type`);
  }
  return property(name, String(input.label), {
    type: input.type as PropertyType,
    fieldType: String(input.fieldType),
    groupName: String(input.groupName),
    hasUniqueValue: input.hasUniqueValue === true,
    hidden: input.hidden === true,
    formField: input.formField === true,
    hubspotDefined: false,
    createdAt: now,
    updatedAt: now,
    ...readPropertyPatch(input),
  });
}

/** What can be changed later; `hasUniqueValue` cannot (HubSpot docs: Properties API). */
export function readPropertyPatch(input: Record<string, unknown>): Partial<PropertyDefinition> {
  const { label, description, groupName, hidden, displayOrder, options } = input;
  return {
    ...(typeof label === 'string' && { label }),
    ...(typeof description === 'string' && { description }),
    ...(typeof groupName === 'string' && { groupName }),
    ...(typeof hidden === 'boolean' && { hidden }),
    ...(typeof displayOrder === 'number' && { displayOrder }),
    ...(Array.isArray(options) && { options: options.map(readOption) }),
  };
}

function readOption(given: unknown, index: number): PropertyOption {
  const { label, value, displayOrder = index, hidden = false } = (given ?? {}) as Record<string, unknown>;
  if (typeof label !== 'string' || typeof value !== 'string') {
    throw invalidJson('Cannot build OptionInput, some of required attributes are not set [label, value]');
  }
  return { label, value, displayOrder: Number(displayOrder), hidden: hidden === true };
}

/** A definition as the API shows it. */
export function propertyView({ readOnlyValue, archived, ...definition }: PropertyDefinition) {
  return {
    ...definition,
    archived,
    modificationMetadata: {
      archivable: !definition.hubspotDefined,
      readOnlyDefinition: definition.hubspotDefined,
      readOnlyOptions: definition.hubspotDefined,
      readOnlyValue,
    },
  };
}
