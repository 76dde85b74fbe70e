import { bases, page, pageSize, queryAfter, type App, type Backend, type RequestContext } from '../http/http';
import { objectType } from '../records/object-types';
import { requireScope } from '../http/tokens';
import { permittedType } from './objects';

/** HubSpot docs: Associations API v4. */
export function associationRoutes(app: App, backend: Backend): void {
  const { objects, now } = backend;
  for (const { base } of bases('crm', 'objects', 'v4')) {
    app.put(`${base}/:type/:id/associations/default/:toType/:toId`, (c) => {
      const from = permittedType(c, backend, 'write');
      const to = targetType(c, 'write');
      const startedAt = new Date(now()).toISOString();
      const [source, target] = [objects.find(from, c.req.param('id')), objects.find(to, c.req.param('toId'))];
      const type = objects.associateByDefault(from, source.id, to, target.id);
      const spec = (associationTypeId: number) => ({
        associationCategory: 'HUBSPOT_DEFINED',
        associationTypeId,
      });
      return c.json({
        status: 'COMPLETE',
        results: [
          { from: { id: source.id }, to: { id: target.id }, associationSpec: spec(type.typeId) },
          { from: { id: target.id }, to: { id: source.id }, associationSpec: spec(type.inverseId) },
        ],
        startedAt,
        completedAt: new Date(now()).toISOString(),
      });
    });

    app.get(`${base}/:type/:id/associations/:toType`, (c) => {
      const from = permittedType(c, backend, 'read');
      const to = targetType(c, 'read');
      const record = objects.find(from, c.req.param('id'));
      const connected = objects.associations.of(from.name, record.id, to.name);
      const ids = [...new Set(connected.map(({ toId }) => toId))];
      const entries = ids.map((id) => ({
        toObjectId: Number(id),
        associationTypes: connected
          .filter(({ toId }) => toId === id)
          .map(({ type: { typeId, label } }) => ({ category: 'HUBSPOT_DEFINED', typeId, label })),
      }));
      return c.json(page(c, entries, queryAfter(c), pageSize(c, 500, 500)));
    });
  }
}

function targetType(c: RequestContext, access: 'read' | 'write') {
  const type = objectType(c.req.param('toType') ?? '');
  requireScope(c.get('scopes'), access === 'read' ? type.readScope : type.writeScope);
  return type;
}
