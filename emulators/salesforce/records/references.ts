import { apiError, convertedLead, entityIsDeleted, invalidReference } from '../http/errors';
import { readId } from './ids';
import { objectOfId } from '../schema/objects';
import type { Records } from './records';
import type { FieldDefinition, StoredRecord, Value } from './state';

/**
 * The id a reference is to hold, in its 18-character form.
 * @throws SalesforceError when there is no such record, or none the field may point at.
 */
export function readReference(records: Records, type: string, field: FieldDefinition, value: Value): Value {
  if (typeof value !== 'string') return null;
  const id = readId(value);
  if (!id) throw wrongId('MALFORMED_ID', field, value);
  const target = objectOfId(id)?.name ?? '';
  if (!field.referenceTo.includes(target)) throw wrongId('FIELD_INTEGRITY_EXCEPTION', field, value);
  const record = records.get(id);
  if (!record) throw invalidReference();
  if (record.values.IsDeleted === true) throw entityIsDeleted(400);
  if (field.name === 'OwnerId') checkOwner(records, type, record);
  if (type === 'Task' && field.name === 'WhoId' && record.values.IsConverted === true) throw convertedLead();
  return id;
}

/** jsforce #1006, mshanemc/roundRobinProcessBuilder #24. */
function wrongId(errorCode: string, field: FieldDefinition, value: string) {
  return apiError(400, errorCode, `${field.label}: id value of incorrect type: ${value}`, [field.name]);
}

/** A user must be active; a group must be a queue, and one for this object. */
function checkOwner(records: Records, type: string, owner: StoredRecord): void {
  if (owner.type === 'User' && owner.values.IsActive === false) throw inactiveOwner(owner.id);
  if (owner.type !== 'Group') return;
  const serves = records
    .living('QueueSobject')
    .some(({ values }) => values.QueueId === owner.id && values.SobjectType === type);
  if (!serves) throw invalidReference();
}

/** The user is named by the 15-character id. */
export function inactiveOwner(id: string) {
  return apiError(
    400,
    'INACTIVE_OWNER_OR_USER',
    `operation performed with inactive user [${id.slice(0, 15)}]`,
    [],
  );
}
