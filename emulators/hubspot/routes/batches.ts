import { HubSpotError, badRequest, invalidJson } from '../http/errors';
import { bases, inputsOf, jsonBody, propertiesOf, type App, type Backend } from '../http/http';
import type { ObjectType } from '../records/object-types';
import type { StoredRecord } from '../records/state';
import { viewOf } from '../records/views';
import { permittedType } from './objects';

/** Many records in one request (HubSpot docs: Contacts guide, batch endpoints). */
export function batchRoutes(app: App, backend: Backend): void {
  const { state, objects, now } = backend;
  for (const { apiVersion, base } of bases('crm', 'objects')) {
    app.post(`${base}/:type/batch/read`, async (c) => {
      const type = permittedType(c, backend, 'read');
      const body = await jsonBody(c);
      const idProperty = typeof body.idProperty === 'string' ? body.idProperty : undefined;
      const asked = Array.isArray(body.properties) ? body.properties.map(String) : [];
      const startedAt = new Date(now()).toISOString();
      const ids = [...new Set(inputsOf(body).map(idOf))];
      const found = ids.map((id) => objects.lookup(type, id, idProperty));
      const results = found.filter((record) => record !== undefined);
      const missing = ids.filter((_id, index) => found[index] === undefined);
      const errors = missing.length > 0 ? [notFoundError(type, missing)] : [];
      return c.json(
        {
          status: 'COMPLETE',
          results: [...new Set(results)].map((record) => viewOf(state, type, record, asked)),
          ...(errors.length > 0 && { numErrors: errors.length, errors }),
          startedAt,
          completedAt: new Date(now()).toISOString(),
        },
        errors.length > 0 ? 207 : 200,
      );
    });

    app.post(`${base}/:type/batch/upsert`, async (c) => {
      const type = permittedType(c, backend, 'write');
      const inputs = inputsOf(await jsonBody(c)).map(readUpsert);
      requireOneTarget(inputs);
      const startedAt = new Date(now()).toISOString();
      const results: unknown[] = [];
      const errors: { objectWriteTraceId: string; error: HubSpotError }[] = [];
      const checked = inputs.map((input) => checkUpsert(backend, type, input, apiVersion));
      for (const [index, input] of inputs.entries()) {
        const problem = checked[index];
        if (problem && (input.traceId === undefined || input.idProperty === 'email')) throw problem;
        if (problem) errors.push({ objectWriteTraceId: input.traceId ?? '', error: problem });
      }
      for (const [index, input] of inputs.entries()) {
        if (checked[index]) continue;
        const { record, created } = upsert(backend, type, input, apiVersion);
        results.push({ ...viewOf(state, type, record, Object.keys(input.properties)), new: created });
      }
      return c.json(
        {
          status: 'COMPLETE',
          results,
          ...(errors.length > 0 && {
            numErrors: errors.length,
            errors: errors.map(({ objectWriteTraceId, error }) => ({
              ...error.body,
              context: { objectWriteTraceId: [objectWriteTraceId] },
            })),
          }),
          startedAt,
          completedAt: new Date(now()).toISOString(),
        },
        errors.length > 0 ? 207 : 200,
      );
    });
  }
}

interface UpsertInput {
  id: string;
  idProperty: string;
  properties: Record<string, unknown>;
  traceId?: string;
}

function readUpsert(input: Record<string, unknown>): UpsertInput {
  const { idProperty, objectWriteTraceId } = input;
  if (typeof idProperty !== 'string' || idProperty === 'hs_object_id') {
    throw badRequest('An idProperty with unique values is required for each input.');
  }
  return {
    id: idOf(input),
    idProperty,
    properties: propertiesOf(input),
    ...(typeof objectWriteTraceId === 'string' && { traceId: objectWriteTraceId }),
  };
}

function idOf({ id }: Record<string, unknown>): string {
  if (typeof id === 'string' || typeof id === 'number') return String(id);
  throw invalidJson('Some required fields were not set: [id]');
}

/** The same record twice in one batch is refused. */
function requireOneTarget(inputs: UpsertInput[]): void {
  const targets = inputs.map(({ id, idProperty }) => `${idProperty}=${id.toLowerCase()}`);
  const twice = targets.find((target, index) => targets.indexOf(target) !== index);
  if (twice !== undefined) throw badRequest(`Duplicate ids found in batch input: [${twice}]`);
}

function checkUpsert(
  { objects }: Backend,
  type: ObjectType,
  input: UpsertInput,
  apiVersion: string,
): HubSpotError | undefined {
  try {
    const record = objects.lookup(type, input.id, input.idProperty);
    objects.check(type, withId(input), record, apiVersion);
    return undefined;
  } catch (error) {
    if (error instanceof HubSpotError) return error;
    throw error;
  }
}

function upsert(
  { objects }: Backend,
  type: ObjectType,
  input: UpsertInput,
  apiVersion: string,
): { record: StoredRecord; created: boolean } {
  const record = objects.lookup(type, input.id, input.idProperty);
  if (record) return { record: objects.update(type, record, input.properties), created: false };
  return { record: objects.create(type, withId(input), { apiVersion }), created: true };
}

function withId({ id, idProperty, properties }: UpsertInput): Record<string, unknown> {
  return { [idProperty]: id, ...properties };
}

function notFoundError(type: ObjectType, ids: string[]) {
  return {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    message: `Could not get some ${type.legacyName} objects, they may be deleted or not exist. Check that ids are valid.`,
    context: { ids },
  };
}
