import { apiError, SalesforceError } from '../http/errors';
import type { Records } from '../records/records';
import type { Schema } from './schema';
import type { Values } from '../records/state';
import { badPicklistValue } from '../records/validation';

/**
 * Field-level security names a field that exists, once per permission set, and whoever edits also reads
 * (Salesforce docs: FieldPermissions).
 * @throws SalesforceError
 */
export function checkPermissions(
  schema: Schema,
  records: Records,
  values: Values,
  ownId: string | undefined,
): void {
  const { ParentId, SobjectType, Field, PermissionsRead, PermissionsEdit } = values;
  const known = schema
    .definitions(String(SobjectType))
    .some(({ name, custom, nillable }) => `${SobjectType}.${name}` === Field && (custom || nillable));
  if (!known) {
    throw new SalesforceError(400, [badPicklistValue({ label: 'Field Name', name: 'Field' }, String(Field))]);
  }
  if (PermissionsEdit === true && PermissionsRead !== true) {
    throw apiError(
      400,
      'FIELD_INTEGRITY_EXCEPTION',
      'Field Permissions: Read Access is required for Edit Access',
      ['PermissionsRead'],
    );
  }
  const other = records
    .living('FieldPermissions')
    .find(({ id, values: set }) => id !== ownId && set.ParentId === ParentId && set.Field === Field);
  if (other) {
    throw apiError(
      400,
      'DUPLICATE_VALUE',
      'duplicate value found: <unknown> duplicates value on record with id: <unknown>',
      [],
    );
  }
}
