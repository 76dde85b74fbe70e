import type { ObjectInfo } from './objects';
import type { ApiRequest } from '../http/router';
import type { Schema } from './schema';
import type { FieldDefinition } from '../records/state';

/** As the list of objects and the page of one begin (Salesforce docs: Describe Global). */
export function summary({ name, label, plural, prefix, writable }: ObjectInfo) {
  return {
    name,
    label,
    labelPlural: plural,
    keyPrefix: prefix,
    custom: false,
    createable: writable,
    updateable: writable,
    deletable: writable,
    queryable: true,
    searchable: writable,
  };
}

/** Salesforce docs: sObject Describe. Fields out of the user's sight are left out. */
export function describeObject(schema: Schema, info: ObjectInfo, { userId, version }: ApiRequest) {
  const base = `/services/data/${version}/sobjects/${info.name}`;
  const editable = (field: FieldDefinition) => schema.editable(info.name, field, userId);
  return {
    ...summary(info),
    fields: schema.fields(info.name, userId).map((field) => describeField(field, editable(field))),
    recordTypeInfos: [
      {
        active: true,
        available: true,
        defaultRecordTypeMapping: true,
        developerName: 'Master',
        master: true,
        name: 'Master',
        recordTypeId: '012000000000000AAA',
      },
    ],
    urls: { sobject: base, describe: `${base}/describe`, rowTemplate: `${base}/{ID}` },
  };
}

function describeField({ needsPermission: _, ...field }: FieldDefinition, editable: boolean) {
  return {
    ...field,
    createable: field.createable && editable,
    updateable: field.updateable && editable,
    picklistValues: field.picklistValues,
    soapType: field.type === 'reference' || field.type === 'id' ? 'tns:ID' : `xsd:${soapType(field.type)}`,
    byteLength: field.length * 3,
    calculated: false,
    deprecatedAndHidden: false,
    groupable: field.filterable,
    nameField: field.name === 'Name',
    polymorphicForeignKey: field.referenceTo.length > 1,
  };
}

function soapType(type: FieldDefinition['type']): string {
  switch (type) {
    case 'boolean':
    case 'int':
    case 'double':
    case 'date':
      return type;
    case 'datetime':
      return 'dateTime';
    default:
      return 'string';
  }
}
