import { bases, type App, type Backend } from '../http/http';
import { objectType } from '../records/object-types';
import { requireScope } from '../http/tokens';

/** The default pipeline is as old as its account. */
const MADE_AT = '2024-01-15T09:00:00.000Z';

/** Of HubSpot's own pipeline, as its accounts show them. */
const LABELS: Readonly<Record<string, string>> = {
  appointmentscheduled: 'Appointment Scheduled',
  qualifiedtobuy: 'Qualified To Buy',
  presentationscheduled: 'Presentation Scheduled',
  decisionmakerboughtin: 'Decision Maker Bought-In',
  contractsent: 'Contract Sent',
  closedwon: 'Closed Won',
  closedlost: 'Closed Lost',
};

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
            label: LABELS[stage] ?? stage,
            displayOrder: order,
            archived: false,
            metadata: {},
            createdAt: MADE_AT,
            updatedAt: MADE_AT,
            writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT',
          })),
          createdAt: MADE_AT,
          updatedAt: MADE_AT,
        }));
      return c.json({ results });
    });
  }
}
