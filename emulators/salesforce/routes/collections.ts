import type { Backend } from '../backend';
import { jsonObject } from '../http/body';
import { apiError, invalidReference, SalesforceError } from '../http/errors';
import { readId } from '../records/ids';
import type { ApiRequest, ApiResponse, Router } from '../http/router';
import { keyField, recordsByKey } from '../records/upserts';
import { writeOptions } from '../records/write-options';
import { forWriting } from '../records/writes';
import { object } from './sobjects';

/** Salesforce docs: sObject Collections. */
const MOST_RECORDS = 200;

/** Codes that come from reading the request: they fail it as a whole. */
const READING = ['INVALID_FIELD', 'JSON_PARSER_ERROR', 'INVALID_TYPE', 'NOT_EMULATED'];

/** One record's outcome; the code is called `statusCode` here. */
interface SaveResult {
  id?: string;
  success: boolean;
  errors: { statusCode: string; message: string; fields: string[]; [further: string]: unknown }[];
  created?: boolean;
}

type Save = (record: Record<string, unknown>) => Omit<SaveResult, 'success' | 'errors'>;

/** Several records in one request: 200 whatever became of them (Salesforce docs: sObject Collections). */
export function collectionRoutes(router: Router, backend: Backend): void {
  const { records, writes } = backend;

  router.on('POST', '/composite/sobjects', (request) => {
    const options = writeOptions(request);
    return save(backend, request, (record) => {
      const info = object(backend, typeOf(record));
      return { id: writes.create(info, { body: record }, options).id };
    });
  });

  router.on('PATCH', '/composite/sobjects', (request) => {
    const options = writeOptions(request);
    return save(backend, request, (record) => {
      const { body, value } = without(record, 'id');
      const info = object(backend, typeOf(record));
      const target = forWriting(records, info, readId(value) ?? '');
      writes.update(target, info, { body }, options);
      return { id: target.id };
    });
  });

  router.on('PATCH', '/composite/sobjects/:type/:field', (request, param) => {
    const options = writeOptions(request);
    const info = object(backend, param('type'));
    const field = keyField(backend, info, param('field'), request.userId);
    return save(backend, request, (record) => {
      const { body, value } = without(record, field.name);
      const [target, ...more] = recordsByKey(backend, info, field, value);
      if (more.length > 0) {
        const message = `${field.name}: more than one record found for external id field: [${[target!, ...more].map(({ id }) => id).join(', ')}]`;
        throw apiError(400, 'DUPLICATE_EXTERNAL_ID', message, []);
      }
      if (!target) {
        return { id: writes.create(info, { body }, options, { [field.name]: value }).id, created: true };
      }
      writes.update(target, info, { body }, options, field.name);
      return { id: target.id, created: false };
    });
  });
}

function save(backend: Backend, request: ApiRequest, one: Save): ApiResponse {
  const { allOrNone, records } = jsonObject(request.json());
  if (!Array.isArray(records)) throw apiError(400, 'JSON_PARSER_ERROR', 'records is required');
  if (records.length > MOST_RECORDS) {
    throw apiError(
      400,
      'EXCEEDED_MAX_SIZE_REQUEST',
      `record limit reached. cannot submit more than ${MOST_RECORDS} records into this call`,
    );
  }
  const atomic = allOrNone === true || request.headers[ALL_OR_NONE] === 'true';
  const results = backend.records.transaction(
    () => records.map((record) => attempt(one, jsonObject(record))),
    (outcomes) => !atomic || outcomes.every(({ success }) => success),
  );
  if (!atomic || results.every(({ success }) => success)) return { status: 200, body: results };
  return { status: 200, body: results.map(rolledBack) };
}

/** Set by a composite request that is all or none, which its collections then are too. */
export const ALL_OR_NONE = 'x-emulator-all-or-none';

function attempt(one: Save, record: Record<string, unknown>): SaveResult {
  try {
    return { ...one(record), success: true, errors: [] };
  } catch (error) {
    if (!(error instanceof SalesforceError)) throw error;
    if (error.errors.some(({ errorCode }) => READING.includes(errorCode))) throw error;
    return {
      success: false,
      errors: error.errors.map(({ errorCode, message, fields = [], ...further }) => ({
        statusCode: errorCode,
        message,
        fields,
        ...further,
      })),
    };
  }
}

function rolledBack(result: SaveResult): SaveResult {
  if (!result.success) return result;
  const message =
    'Record rolled back because not all records were valid and the request was using AllOrNone header';
  return {
    success: false,
    errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK', message, fields: [] }],
  };
}

function typeOf({ attributes }: Record<string, unknown>): string {
  const { type } = (attributes ?? {}) as { type?: unknown };
  if (typeof type === 'string') return type;
  throw apiError(400, 'INVALID_TYPE', 'Must send a concrete entity type.');
}

/** Takes the key out of a record. @throws SalesforceError when it has none. */
function without(record: Record<string, unknown>, key: string) {
  const entry = Object.entries(record).find(([name]) => name.toLowerCase() === key.toLowerCase());
  if (typeof entry?.[1] !== 'string') {
    if (key === 'id') throw invalidReference();
    throw apiError(400, 'MISSING_ARGUMENT', `${key} not specified`, []);
  }
  const body = Object.fromEntries(Object.entries(record).filter(([name]) => name !== entry[0]));
  return { body, value: entry[1] };
}
