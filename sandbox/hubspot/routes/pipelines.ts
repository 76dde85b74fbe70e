import { bases, type App, type Backend } from '../http';
import { objectType } from '../object-types';
import { requireScope } from '../tokens';

/** HubSpot docs: Pipelines API, as far as reading goes. */
export function pipelineRoutes(app: App, { state }: Backend): void {
  for (const { base } of bases('crm', 'pipelines')) {
    app.get(`${base}/:type`, (c) => {
      const { name, readScope } = objectType(c.req.param('type'));
      requireScope(c.get('scopes'), readScope, `crm.schemas.${name}.read`);
      const results = state.pipelines
        .filter(({ objectType: of }) => of === name)
        .map(({ id, stages }, displayOrder) => ({
          id,
          label: id,
          displayOrder,
          archived: false,
          stages: stages.map((stage, order) => ({
            id: stage,
            label: stage,
            displayOrder: order,
            archived: false,
            metadata: {},
          })),
        }));
      return c.json({ results });
    });
  }
}
