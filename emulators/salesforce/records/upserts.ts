import type { Backend } from '../backend';
import { notFound } from '../http/errors';
import { readId } from './ids';
import type { ObjectInfo } from '../schema/objects';
import type { FieldDefinition, StoredRecord } from './state';
import { uniqueKey } from './writes';

/** Salesforce docs: Insert or Update (Upsert) a Record Using an External ID; such endings are read as a format. */
const FORMAT_ENDING = /\.(json|xml|inc)$/i;

/**
 * The field by which records are named in a path.
 * @throws SalesforceError 404 when it is neither an external id nor a lookup field, or out of the user's sight.
 */
export function keyField(
  backend: Backend,
  info: ObjectInfo,
  written: string,
  userId: string,
): FieldDefinition {
  const field = backend.schema.field(info.name, written, userId);
  if (field && (field.externalId || field.idLookup)) return field;
  throw notFound(`Provided external ID field does not exist or is not accessible: ${written}`);
}

/** Living records with that value. @throws SalesforceError 404 */
export function recordsByKey(
  { records }: Backend,
  info: ObjectInfo,
  field: FieldDefinition,
  value: string,
): StoredRecord[] {
  if (FORMAT_ENDING.test(value)) throw notFound();
  const wanted = field.type === 'id' ? readId(value) : uniqueKey(field, value.trim());
  return records.living(info.name).filter(({ id, values }) => {
    return field.type === 'id' ? id === wanted : uniqueKey(field, values[field.name]) === wanted;
  });
}
