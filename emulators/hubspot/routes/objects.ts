import { invalidJson, recordNotFound, tierTooLow } from '../http/errors';
import { mergeContacts } from '../records/contacts';
import {
  bases,
  jsonBody,
  page,
  pageSize,
  propertiesOf,
  queryAfter,
  queryList,
  type App,
  type Backend,
  type RequestContext,
} from '../http/http';
import { objectType, type ObjectType } from '../records/object-types';
import { search, type IndexEntry } from '../search/search';
import { readSearch, type SearchRequest } from '../search/search-request';
import type { StoredRecord } from '../records/state';
import { requireScope } from '../http/tokens';
import { associationsView, fullViewOf, viewOf } from '../records/views';

const TIERS_WITH_LEADS = ['PROFESSIONAL', 'ENTERPRISE'];

/**
 * The type in the path, if the token and the account may use it.
 * @throws HubSpotError 400, 403
 */
export function permittedType(c: RequestContext, backend: Backend, access: 'read' | 'write'): ObjectType {
  const type = objectType(c.req.param('type') ?? '');
  requireScope(c.get('scopes'), access === 'read' ? type.readScope : type.writeScope);
  if (type.name === 'leads' && !TIERS_WITH_LEADS.includes(backend.settings.salesTier)) {
    throw tierTooLow(type.legacyName);
  }
  return type;
}

/** One record at a time, lists and search (HubSpot docs: CRM API, Objects). */
export function objectRoutes(app: App, backend: Backend): void {
  const { state, objects, records } = backend;
  for (const { apiVersion, base } of bases('crm', 'objects')) {
    app.get(`${base}/:type`, (c) => {
      const type = permittedType(c, backend, 'read');
      const archived = c.req.query('archived') === 'true';
      const all = state.records.filter((record) => record.type === type.name && record.archived === archived);
      const { results, paging } = page(c, all, queryAfter(c), pageSize(c, 100, 10));
      return c.json({ results: results.map((record) => readView(c, backend, type, record)), paging });
    });

    app.get(`${base}/:type/:id`, (c) => {
      const type = permittedType(c, backend, 'read');
      const id = c.req.param('id');
      if (c.req.query('archived') === 'true') {
        const record = records.get(type.name, id);
        if (!record?.archived) throw recordNotFound(id);
        return c.json(readView(c, backend, type, record));
      }
      return c.json(readView(c, backend, type, objects.find(type, id, c.req.query('idProperty'))));
    });

    app.post(`${base}/:type/search`, async (c) => {
      const type = permittedType(c, backend, 'read');
      const body = await jsonBody(c);
      const request = readSearch(await c.req.text(), body, state.properties[type.name] ?? []);
      const found = search(tiedTo(backend, type, records.indexed(type.name), request), request, {
        secondaryEmails: backend.settings.searchMatchesSecondaryEmail,
      });
      const { results, paging } = page(c, found, request.after, request.limit);
      return c.json({
        total: found.length,
        results: results.map(({ record, properties }) =>
          viewOf(state, type, record, request.properties, properties),
        ),
        ...(paging && { paging }),
      });
    });

    app.post(`${base}/contacts/merge`, async (c) => {
      requireScope(c.get('scopes'), 'crm.objects.contacts.write');
      const { primaryObjectId, objectIdToMerge } = await jsonBody(c);
      if (typeof primaryObjectId !== 'string' || typeof objectIdToMerge !== 'string') {
        throw invalidJson('Some required fields were not set: [primaryObjectId, objectIdToMerge]');
      }
      const contacts = objectType('contacts');
      const [winner, loser] = [primaryObjectId, objectIdToMerge].map((id) => objects.find(contacts, id));
      const merged = mergeContacts(state, records, winner!.id, loser!.id);
      objects.recalculate(contacts, merged);
      return c.json(fullViewOf(state, contacts, merged));
    });

    app.post(`${base}/:type`, async (c) => {
      const type = permittedType(c, backend, 'write');
      const body = await jsonBody(c);
      const { associations } = body;
      const record = objects.create(type, propertiesOf(body), { associations, apiVersion });
      return c.json(fullViewOf(state, type, record), 201);
    });

    app.patch(`${base}/:type/:id`, async (c) => {
      const type = permittedType(c, backend, 'write');
      const properties = propertiesOf(await jsonBody(c));
      const record = objects.find(type, c.req.param('id'), c.req.query('idProperty'));
      objects.update(type, record, properties);
      return c.json(viewOf(state, type, record, Object.keys(properties)));
    });

    app.delete(`${base}/:type/:id`, (c) => {
      const type = permittedType(c, backend, 'write');
      objects.archive(type, c.req.param('id'));
      return c.body(null, 204);
    });
  }
}

function readView(c: RequestContext, { state, objects }: Backend, type: ObjectType, record: StoredRecord) {
  const asked = queryList(c, 'associations');
  for (const name of asked) requireScope(c.get('scopes'), objectType(name).readScope);
  const associations = associationsView(objects.associations, type, record, asked);
  return {
    ...viewOf(state, type, record, queryList(c, 'properties')),
    ...(associations && { associations }),
  };
}

/** What the request asks of associations, as values of the records: ids of the other ones. */
function tiedTo(
  { objects: { associations } }: Backend,
  type: ObjectType,
  entries: IndexEntry[],
  { groups }: SearchRequest,
): IndexEntry[] {
  const names = new Set(groups.flat().map(({ property: { name } }) => name));
  const asked = [...names].filter((name) => name.startsWith('associations.'));
  if (asked.length === 0) return entries;
  return entries.map(({ record, properties }) => {
    const tied = asked.map((name) => {
      const other = objectType(name.slice('associations.'.length));
      return [
        name,
        associations
          .of(type.name, record.id, other.name)
          .map(({ toId }) => toId)
          .join(';'),
      ];
    });
    return { record, properties: { ...properties, ...(Object.fromEntries(tied) as Record<string, string>) } };
  });
}
