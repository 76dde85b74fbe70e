import type { Backend } from '../backend';
import { apiError, notEmulated, SalesforceError } from '../http/errors';
import { field, picklistValue } from '../fields/field';
import type { FieldDefinition, FieldType, StoredRecord } from '../records/state';
import { badPicklistValue } from '../records/validation';

/** Metadata type to field type (Salesforce docs: Metadata API, CustomField); lengths are the largest allowed. */
const TYPES: Record<string, { type: FieldType; length: number; needsLength?: boolean }> = {
  Text: { type: 'string', length: 255, needsLength: true },
  TextArea: { type: 'textarea', length: 255 },
  LongTextArea: { type: 'textarea', length: 131_072, needsLength: true },
  Email: { type: 'email', length: 80 },
  Phone: { type: 'phone', length: 40 },
  Url: { type: 'url', length: 255 },
  Checkbox: { type: 'boolean', length: 0 },
  Number: { type: 'double', length: 0 },
  Date: { type: 'date', length: 0 },
  DateTime: { type: 'datetime', length: 0 },
  Picklist: { type: 'picklist', length: 255 },
};

/** Custom fields of tasks are made for all activities (Salesforce help: Custom Fields on Activities). */
const TABLES: Record<string, string> = {
  Lead: 'Lead',
  Contact: 'Contact',
  Account: 'Account',
  Activity: 'Task',
};

/**
 * Makes a field as the Tooling API does: there, but out of everybody's sight until FieldPermissions grants it.
 * @throws SalesforceError
 */
export function makeCustomField(
  { records, schema }: Backend,
  { FullName, Metadata }: Record<string, unknown>,
  userId: string,
): StoredRecord {
  const [table = '', name = '', ...rest] = typeof FullName === 'string' ? FullName.split('.') : [];
  const type = TABLES[table];
  if (!type) {
    const label = 'Entity Enumeration Or ID';
    throw new SalesforceError(400, [badPicklistValue({ label, name: 'TableEnumOrId' }, table)]);
  }
  if (rest.length > 0 || !/^[A-Za-z](?!\w*__\w*__c$)(\w*[A-Za-z0-9])?__c$/.test(name) || name.length > 43) {
    throw refused(
      'FIELD_INTEGRITY_EXCEPTION',
      `Custom Field Definition ID: Invalid fullName ${String(FullName)}`,
    );
  }
  const definition = readMetadata(name, (Metadata ?? {}) as Record<string, unknown>);
  const developerName = name.slice(0, -3);
  if (schema.definitions(type).some((known) => known.name.toLowerCase() === name.toLowerCase())) {
    throw refused('DUPLICATE_DEVELOPER_NAME', `There is already a field named ${developerName} on ${table}.`);
  }
  schema.definitions(type).push(definition);
  return records.create('CustomField', { DeveloperName: developerName, TableEnumOrId: table }, userId);
}

function readMetadata(name: string, metadata: Record<string, unknown>): FieldDefinition {
  const { label, type, length, externalId, unique, caseSensitive, required, valueSet } = metadata;
  const known = typeof type === 'string' ? TYPES[type] : undefined;
  if (typeof type !== 'string')
    throw refused('FIELD_INTEGRITY_EXCEPTION', 'Must specify a type for a CustomField');
  if (!known) throw notEmulated(`custom fields of type ${type}`);
  if (typeof label !== 'string' || label.length > 40) {
    throw refused('FIELD_INTEGRITY_EXCEPTION', `Must specify a label of up to 40 characters for ${name}`);
  }
  if (known.needsLength && typeof length !== 'number') {
    throw refused('FIELD_INTEGRITY_EXCEPTION', `Must specify 'length' for a CustomField of type ${type}`);
  }
  if (typeof length === 'number' && (length < 1 || length > known.length)) {
    throw refused('FIELD_INTEGRITY_EXCEPTION', `Field ${name} has an invalid length of ${length}`);
  }
  if ((externalId === true || unique === true) && !['Text', 'Email', 'Number'].includes(type)) {
    throw refused(
      'FIELD_INTEGRITY_EXCEPTION',
      `Can not specify 'externalId' for a CustomField of type ${type}`,
    );
  }
  return field(name, label, known.type, typeof length === 'number' ? length : known.length, {
    custom: true,
    needsPermission: required !== true,
    nillable: required !== true && known.type !== 'boolean',
    defaultedOnCreate: known.type === 'boolean',
    defaultValue: known.type === 'boolean' ? metadata.defaultValue === true : null,
    externalId: externalId === true,
    idLookup: externalId === true,
    unique: unique === true,
    caseSensitive: caseSensitive === true,
    filterable: type !== 'LongTextArea',
    sortable: type !== 'LongTextArea',
    ...picklistOf(valueSet),
  });
}

function picklistOf(valueSet: unknown): Partial<FieldDefinition> {
  const { restricted, valueSetDefinition } = (valueSet ?? {}) as {
    restricted?: boolean;
    valueSetDefinition?: { value?: { fullName: string }[] };
  };
  const values = valueSetDefinition?.value ?? [];
  return {
    restrictedPicklist: restricted === true,
    picklistValues: values.map(({ fullName }) => picklistValue(fullName)),
  };
}

function refused(code: string, message: string): SalesforceError {
  return apiError(400, code, message, []);
}
