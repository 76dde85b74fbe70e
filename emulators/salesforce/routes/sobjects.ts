import type { Backend } from '../backend';
import { jsonObject } from '../http/body';
import { describeObject, summary } from '../schema/describe';
import { apiError, insufficientAccess, notFound } from '../http/errors';
import { readId } from '../records/ids';
import type { ObjectInfo } from '../schema/objects';
import type { ApiRequest, ApiResponse, Router } from '../http/router';
import { bindSelected, project } from '../soql/run';
import type { StoredRecord } from '../records/state';
import { keyField, recordsByKey } from '../records/upserts';
import type { SentRecord } from '../records/values';
import { writeOptions } from '../records/write-options';
import { forWriting } from '../records/writes';

/** An administrator's, whatever the rights on data. */
const SETUP_OBJECTS: readonly string[] = ['PermissionSet', 'PermissionSetAssignment', 'FieldPermissions'];
const NO_CONTENT: ApiResponse = { status: 204 };

/** One record at a time, by its id or by an external id (Salesforce docs: sObject Rows). */
export function sobjectRoutes(router: Router, backend: Backend): void {
  const { records, schema, writes } = backend;

  router.on('GET', '/sobjects', () => {
    return {
      status: 200,
      body: { encoding: 'UTF-8', maxBatchSize: 200, sobjects: schema.objects().map(summary) },
    };
  });

  router.on('GET', '/sobjects/:type', (_request, param) => {
    return {
      status: 200,
      body: { objectDescribe: summary(object(backend, param('type'))), recentItems: [] },
    };
  });

  router.on('GET', '/sobjects/:type/describe', (request, param) => {
    return { status: 200, body: describeObject(schema, object(backend, param('type')), request) };
  });

  router.on('POST', '/sobjects/:type', (request, param) => {
    const info = object(backend, param('type'));
    if (SETUP_OBJECTS.includes(info.name) && !backend.settings.mayChangeSetup) throw insufficientAccess();
    return created(request, writes.create(info, sent(request), writeOptions(request)));
  });

  router.on('GET', '/sobjects/:type/:id', (request, param) => {
    const info = object(backend, param('type'));
    const record = records.get(identifier(param('id')));
    if (record?.type !== info.name || record.values.IsDeleted === true) throw notFound();
    return shown(backend, request, info, record);
  });

  router.on('PATCH', '/sobjects/:type/:id', (request, param) => {
    const info = object(backend, param('type'));
    const id = identifier(param('id'));
    const body = sent(request);
    writes.update(forWriting(records, info, id), info, body, writeOptions(request));
    return NO_CONTENT;
  });

  router.on('DELETE', '/sobjects/:type/:id', (request, param) => {
    const info = object(backend, param('type'));
    writes.remove(forWriting(records, info, identifier(param('id'))), info, request.userId);
    return NO_CONTENT;
  });

  router.on('GET', '/sobjects/:type/:field/:value', (request, param) => {
    const info = object(backend, param('type'));
    const [record, ...more] = named(backend, info, request, param);
    if (!record) throw notFound();
    return more.length > 0 ? choices(request, [record, ...more]) : shown(backend, request, info, record);
  });

  router.on('PATCH', '/sobjects/:type/:field/:value', (request, param) => {
    const info = object(backend, param('type'));
    const field = keyField(backend, info, param('field'), request.userId);
    const [record, ...more] = named(backend, info, request, param);
    if (record && more.length > 0) return choices(request, [record, ...more]);
    const options = writeOptions(request);
    if (!record) {
      if (field.type === 'id') throw notFound();
      const key = { [field.name]: param('value') };
      return created(request, writes.create(info, sent(request), options, key), true);
    }
    writes.update(record, info, sent(request), options, field.name);
    return { status: 200, body: { id: record.id, success: true, errors: [], created: false } };
  });

  router.on('DELETE', '/sobjects/:type/:field/:value', (request, param) => {
    const info = object(backend, param('type'));
    const [record, ...more] = named(backend, info, request, param);
    if (!record) throw notFound();
    if (more.length > 0) return choices(request, [record, ...more]);
    writes.remove(record, info, request.userId);
    return NO_CONTENT;
  });
}

/** @throws SalesforceError 404 for an object that does not exist for the user. */
export function object({ schema }: Backend, written: string): ObjectInfo {
  const info = schema.object(written);
  if (!info) throw notFound();
  return info;
}

function identifier(written: string): string {
  const id = readId(written);
  if (id) return id;
  throw notFound(`Provided external ID field does not exist or is not accessible: ${written}`);
}

function sent(request: ApiRequest): SentRecord {
  return { body: jsonObject(request.json()), text: request.text };
}

function named(backend: Backend, info: ObjectInfo, request: ApiRequest, param: (name: string) => string) {
  const field = keyField(backend, info, param('field'), request.userId);
  return recordsByKey(backend, info, field, param('value'));
}

function urlOf({ version }: ApiRequest, { type, id }: StoredRecord): string {
  return `/services/data/${version}/sobjects/${type}/${id}`;
}

/** `created` comes with upserts only. */
function created(request: ApiRequest, record: StoredRecord, upsert = false): ApiResponse {
  return {
    status: 201,
    body: { id: record.id, success: true, errors: [], ...(upsert && { created: true }) },
    headers: { Location: urlOf(request, record) },
  };
}

/** More than one record has the value: nothing is done (Salesforce docs: Status Codes, 300). */
function choices(request: ApiRequest, found: StoredRecord[]): ApiResponse {
  return { status: 300, body: found.map((record) => urlOf(request, record)) };
}

function shown(
  { records, schema }: Backend,
  request: ApiRequest,
  info: ObjectInfo,
  record: StoredRecord,
): ApiResponse {
  const { userId, version } = request;
  const asked = request.query.get('fields');
  const names = asked
    ? asked.split(',').map((name) => name.trim())
    : schema.fields(info.name, userId).map(({ name }) => name);
  if (asked) requireFields(schema.fields(info.name, userId), names, info.name);
  const scope = { schema, records, userId, text: names.join(',') };
  const fields = bindSelected(
    scope,
    info.name,
    names.map((name) => ({ name, at: 0 })),
  );
  return {
    status: 200,
    body: { ...project(scope, info.name, record.values, fields, version), Id: record.id },
  };
}

function requireFields(fields: { name: string }[], names: string[], type: string): void {
  const unknown = names.find((name) => {
    return !name.includes('.') && !fields.some((field) => field.name.toLowerCase() === name.toLowerCase());
  });
  if (unknown) throw apiError(400, 'INVALID_FIELD', `No such column '${unknown}' on sobject of type ${type}`);
}
