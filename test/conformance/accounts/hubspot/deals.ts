import { ALL_SCOPES, SANDBOX_TOKEN, type HubSpotEmulator } from '../../../../emulators/hubspot';
import type { Deals } from '../deals';
import type { HubSpotApi } from './api';

/** HubSpot docs: Associations, deal to contact. */
const TO_CONTACT = { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 3 };
const CALL_TO_CONTACT = { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 194 };

export function hubspotDeals(api: HubSpotApi, { tokens }: HubSpotEmulator): Deals {
  const wish = { pipeline: 'default', stage: 'presentationscheduled' };
  return {
    wish,
    stageLabel: 'Presentation Scheduled',
    currency: /EUR/,
    person: async () => ({
      type: 'contact',
      id: (await api.create('contacts', { lastname: 'Deal', email: `deal${Math.random()}@example.com` })).id,
    }),
    async of({ id }) {
      const deals = await api.onContact('deals', id, ['dealname']);
      return Promise.all(
        deals.map(async (deal) => ({
          id: deal.id,
          name: deal.properties.dealname ?? '',
          notes: await api.associated('deals', deal.id, 'notes'),
        })),
      );
    },
    async seed({ id }, dealname) {
      const { pipeline, stage } = wish;
      const properties = { dealname, pipeline, dealstage: stage, amount: '1200', deal_currency_code: 'EUR' };
      return (await api.create('deals', properties, [{ to: { id }, types: [TO_CONTACT] }])).id;
    },
    close: (id) => api.update('deals', id, { dealstage: 'closedlost' }),
    async logCall({ id }, hubspot_owner_id, at, hs_call_title) {
      const properties = { hs_timestamp: new Date(at).toISOString(), hubspot_owner_id, hs_call_title };
      await api.create('calls', properties, [{ to: { id }, types: [CALL_TO_CONTACT] }]);
    },
    hide() {
      const scopes = ALL_SCOPES.filter((scope) => !scope.startsWith('crm.objects.deals'));
      tokens.grant(SANDBOX_TOKEN, scopes);
    },
  };
}
