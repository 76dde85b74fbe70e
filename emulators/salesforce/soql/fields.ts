import { objectOfId } from '../schema/objects';
import type { Records } from '../records/records';
import type { Schema } from '../schema/schema';
import type { FieldDefinition, StoredRecord, Value, Values } from '../records/state';
import { noSuchColumn, noSuchRelationship } from './errors';
import type { FieldRef } from './syntax';

/** Salesforce docs: Name object; what may be asked of a reference that leads to several objects. */
const NAME_FIELDS = [
  'Id',
  'Name',
  'Type',
  'FirstName',
  'LastName',
  'Email',
  'Phone',
  'Title',
  'Username',
  'Alias',
  'IsActive',
];

/** A field of a query, found in the schema. */
export interface BoundField {
  /** As it comes back in the answer. */
  path: string[];
  definition: FieldDefinition;
  /** Of the record that holds the field; null when a relationship on the way is empty. */
  read: (values: Values) => Value;
}

export interface Scope {
  schema: Schema;
  records: Records;
  userId: string;
  /** The whole query, for error messages. */
  text: string;
}

/** @throws SalesforceError INVALID_FIELD for an unknown column or relationship. */
export function bindField(scope: Scope, type: string, ref: FieldRef): BoundField {
  const parts = ref.name.split('.');
  if (parts.length > 1 && parts[0]?.toLowerCase() === type.toLowerCase()) parts.shift();
  return bind(scope, [type], parts, ref);
}

function bind(scope: Scope, types: string[], [head = '', ...rest]: string[], ref: FieldRef): BoundField {
  if (rest.length === 0) return column(scope, types, head, ref);
  const link = types.length === 1 ? relationship(scope, types[0]!, head) : undefined;
  if (!link) throw noSuchRelationship(scope.text, ref.at, head);
  const inner = bind(scope, link.referenceTo, rest, ref);
  return {
    path: [link.relationshipName ?? head, ...inner.path],
    definition: inner.definition,
    read(values) {
      const target = targetOf(scope.records, values[link.name]);
      return target ? inner.read(target.values) : null;
    },
  };
}

function column(scope: Scope, types: string[], written: string, ref: FieldRef): BoundField {
  const [type = ''] = types;
  if (types.length === 1) {
    const definition = scope.schema.field(type, written, scope.userId);
    if (!definition) throw noSuchColumn(scope.text, ref.at, written, type);
    return { path: [definition.name], definition, read: (values) => values[definition.name] ?? null };
  }
  const name = NAME_FIELDS.find((known) => known.toLowerCase() === written.toLowerCase());
  if (!name) throw noSuchColumn(scope.text, ref.at, written, 'Name');
  const [definition] = ['User', ...types].flatMap(
    (each) => scope.schema.field(each, name, scope.userId) ?? [],
  );
  const typeField = scope.schema.field('User', 'Alias', scope.userId)!;
  return {
    path: [name],
    definition: definition ?? { ...typeField, name },
    read: (values) => (name === 'Type' ? typeOf(values) : (values[name] ?? null)),
  };
}

function typeOf({ Id, Type }: Values): Value {
  const type = objectOfId(String(Id))?.name ?? null;
  return type === 'Group' ? (Type ?? type) : type;
}

export function relationship(
  { schema, userId }: Scope,
  type: string,
  written: string,
): FieldDefinition | undefined {
  return schema
    .fields(type, userId)
    .find(({ relationshipName }) => relationshipName?.toLowerCase() === written.toLowerCase());
}

export function targetOf(records: Records, id: Value | undefined): StoredRecord | undefined {
  return typeof id === 'string' ? records.get(id) : undefined;
}
