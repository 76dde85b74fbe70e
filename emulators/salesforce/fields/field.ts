import type { FieldDefinition, FieldType, PicklistValue } from '../records/state';

type Options = Partial<Omit<FieldDefinition, 'name' | 'label' | 'type'>>;

/** A field with the attributes most fields have: optional, writable, filterable. */
export function field(
  name: string,
  label: string,
  type: FieldType,
  length: number,
  options: Options = {},
): FieldDefinition {
  return {
    name,
    label,
    type,
    length,
    nillable: true,
    defaultedOnCreate: false,
    createable: true,
    updateable: true,
    filterable: true,
    sortable: true,
    restrictedPicklist: false,
    picklistValues: [],
    externalId: false,
    unique: false,
    caseSensitive: false,
    idLookup: false,
    custom: false,
    referenceTo: [],
    relationshipName: null,
    defaultValue: null,
    needsPermission: false,
    ...options,
  };
}

export const text = (name: string, label: string, length: number, options: Options = {}) =>
  field(name, label, 'string', length, options);

/** Up to 32,000 characters; can be neither filtered nor sorted by. */
export const longText = (name: string, label: string) =>
  field(name, label, 'textarea', 32_000, { filterable: false, sortable: false });

export const phone = (name: string, label: string) => field(name, label, 'phone', 40);

/** An e-mail address works as an upsert key too (`idLookup`). */
export const email = (name: string, label: string, length: number, options: Options = {}) =>
  field(name, label, 'email', length, { idLookup: true, ...options });

export function picklist(
  name: string,
  label: string,
  values: string[],
  options: Options = {},
): FieldDefinition {
  const chosen = options.defaultValue ?? null;
  return field(name, label, 'picklist', 255, {
    picklistValues: values.map((value) => picklistValue(value, value === chosen)),
    defaultedOnCreate: chosen !== null,
    nillable: chosen === null,
    ...options,
  });
}

export function picklistValue(value: string, defaultValue = false): PicklistValue {
  return { value, label: value, active: true, defaultValue, validFor: null };
}

export const checkbox = (name: string, label: string, options: Options = {}) =>
  field(name, label, 'boolean', 0, {
    nillable: false,
    defaultedOnCreate: true,
    defaultValue: false,
    ...options,
  });

export const reference = (
  name: string,
  label: string,
  referenceTo: string[],
  relationshipName: string | null,
  options: Options = {},
) => field(name, label, 'reference', 18, { referenceTo, relationshipName, ...options });

export const number = (name: string, label: string, type: 'int' | 'double', options: Options = {}) =>
  field(name, label, type, 0, options);

export const readOnly = { createable: false, updateable: false } satisfies Options;

/** Fields every object has (Salesforce docs: System Fields). */
export function systemFields(label: string): FieldDefinition[] {
  const kept = { ...readOnly, nillable: false, defaultedOnCreate: true };
  return [
    field('Id', `${label} ID`, 'id', 18, { ...kept, idLookup: true }),
    checkbox('IsDeleted', 'Deleted', readOnly),
    field('CreatedDate', 'Created Date', 'datetime', 0, kept),
    reference('CreatedById', 'Created By ID', ['User'], 'CreatedBy', kept),
    field('LastModifiedDate', 'Last Modified Date', 'datetime', 0, kept),
    reference('LastModifiedById', 'Last Modified By ID', ['User'], 'LastModifiedBy', kept),
    field('SystemModstamp', 'System Modstamp', 'datetime', 0, kept),
  ];
}

/** The owner is the calling user unless one is named. */
export const owner = (referenceTo: string[]) =>
  reference('OwnerId', 'Owner ID', referenceTo, 'Owner', { nillable: false, defaultedOnCreate: true });

export function address(prefix: string, label: string): FieldDefinition[] {
  return [
    field(`${prefix}Street`, `${label}Street`, 'textarea', 255),
    text(`${prefix}City`, `${label}City`, 40),
    text(`${prefix}State`, `${label}State/Province`, 80),
    text(`${prefix}PostalCode`, `${label}Zip/Postal Code`, 20),
    text(`${prefix}Country`, `${label}Country`, 80),
  ];
}

/** First and last name, and what Salesforce makes of them. */
export function personName(): FieldDefinition[] {
  return [
    text('LastName', 'Last Name', 80, { nillable: false }),
    text('FirstName', 'First Name', 40),
    picklist('Salutation', 'Salutation', ['Mr.', 'Ms.', 'Mrs.', 'Dr.', 'Prof.', 'Mx.'], { length: 40 }),
    text('Name', 'Full Name', 121, readOnly),
  ];
}
