import type { SalesforceEmulator } from '../../../../emulators/salesforce';
import type { Deals } from '../deals';
import type { SalesforceApi } from './api';

export function salesforceDeals(api: SalesforceApi, { settings }: SalesforceEmulator): Deals {
  const stage = 'Negotiation/Review';
  return {
    wish: { stage },
    stageLabel: stage,
    currency: /\$/,
    // A lead has none.
    person: async () => ({ type: 'Contact', id: await api.create('Contact', { LastName: 'Deal' }) }),
    async of({ id }) {
      const deals = await api.query(
        `SELECT Id, Name FROM Opportunity WHERE Id IN (SELECT OpportunityId FROM OpportunityContactRole WHERE ContactId = '${id}') ORDER BY CreatedDate, Id`,
      );
      return Promise.all(
        deals.map(async ({ Id, Name }) => ({
          id: String(Id),
          name: String(Name),
          notes: (await api.query(`SELECT Id FROM Task WHERE WhatId = '${String(Id)}'`)).length,
        })),
      );
    },
    seed: ({ id }, Name) =>
      api.create('Opportunity', {
        Name,
        StageName: stage,
        CloseDate: '2030-01-31',
        Amount: 1200,
        ContactId: id,
      }),
    close: (id) => api.update('Opportunity', id, { StageName: 'Closed Won' }),
    async logCall({ id }, OwnerId, at, Subject) {
      const ActivityDate = new Date(at).toISOString().slice(0, 10);
      const call = { Subject, Status: 'Completed', TaskSubtype: 'Call', ActivityDate, OwnerId, WhoId: id };
      await api.create('Task', call);
    },
    hide: () => void settings.inaccessibleObjects.push('Opportunity', 'OpportunityContactRole'),
  };
}
