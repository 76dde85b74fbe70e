/** One element of the array Salesforce answers with. `fields` is absent where Salesforce leaves it out. */
export interface ApiError {
  message: string;
  errorCode: string;
  fields?: string[];
  [further: string]: unknown;
}

/** An answer of the REST API that is no success (Salesforce docs: Status Codes and Error Responses). */
export class SalesforceError extends Error {
  override readonly name = 'SalesforceError';

  constructor(
    readonly status: number,
    readonly errors: ApiError[],
    readonly headers: Record<string, string> = {},
  ) {
    super(errors.map(({ errorCode, message }) => `${errorCode}: ${message}`).join('; '));
  }
}

/** @param fields left out of the body when undefined; many refusals carry an empty list instead. */
export function apiError(status: number, errorCode: string, message: string, fields?: string[]) {
  return new SalesforceError(status, [{ message, errorCode, ...(fields && { fields }) }]);
}

export function notFound(message = 'The requested resource does not exist'): SalesforceError {
  return apiError(404, 'NOT_FOUND', message);
}

/** jsforce #1006 shows the words for an id of another object; an id of a missing record gives no field. */
export function invalidReference(status = 400): SalesforceError {
  return apiError(status, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', []);
}

/** gravityplus/Gravity-Forms-Salesforce #342; also when an activity names a converted lead. */
export function convertedLead(): SalesforceError {
  return apiError(400, 'CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead', []);
}

export function entityIsDeleted(status: number): SalesforceError {
  return apiError(status, 'ENTITY_IS_DELETED', 'entity is deleted', []);
}

export function invalidSession(): SalesforceError {
  const error = apiError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
  error.headers['www-authenticate'] = 'Token';
  return error;
}

export function requestLimitExceeded(): SalesforceError {
  return apiError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
}

/** Without the permission to change the set-up (Salesforce docs: Status Codes); the words vary with the object. */
export function insufficientAccess(): SalesforceError {
  return apiError(403, 'INSUFFICIENT_ACCESS', 'insufficient access rights on object id', []);
}

/** What keeps a user who may read a record from editing it, by the code of the answer (Salesforce docs: Status Codes). */
export type EditBan = keyof typeof EDIT_BANS;

const EDIT_BANS = {
  /** Sharing gives read access only. */
  INSUFFICIENT_ACCESS_OR_READONLY: 'insufficient access rights on object id',
  /** A record it refers to is out of reach. */
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: 'insufficient access rights on cross-reference id',
  /** The record is in an approval process. */
  ENTITY_IS_LOCKED: 'the entity is locked for editing',
} as const;

export const EDIT_BAN_CODES = Object.keys(EDIT_BANS) as EditBan[];

export function editForbidden(why: EditBan): SalesforceError {
  return apiError(400, why, EDIT_BANS[why], []);
}

export function unableToLockRow(id: string): SalesforceError {
  const message = `unable to obtain exclusive access to this record or 1 records: ${id}`;
  return apiError(400, 'UNABLE_TO_LOCK_ROW', message, []);
}

export function serverUnavailable(): SalesforceError {
  return apiError(503, 'SERVER_UNAVAILABLE', 'Server too busy');
}

/** go-salesforce #133. */
export function duplicateValue(field: string, id: string): SalesforceError {
  const message = `duplicate value found: ${field} duplicates value on record with id: ${id}`;
  return apiError(400, 'DUPLICATE_VALUE', message, []);
}

/** verbb/formie #1981: read-only fields and those field-level security keeps from the user. */
export function notWritable(fields: string[]): SalesforceError {
  const message =
    `Unable to create/update fields: ${fields.join(', ')}. Please check the security settings of this field and ` +
    'verify that it is read/write for your profile or permission set.';
  return apiError(400, 'INVALID_FIELD_FOR_INSERT_UPDATE', message, fields);
}

/** What Salesforce would do and this emulator does not: said aloud, so that nobody takes it for Salesforce's answer. */
export function notEmulated(what: string): SalesforceError {
  return apiError(501, 'NOT_EMULATED', `The emulated Salesforce does not know ${what}`);
}
