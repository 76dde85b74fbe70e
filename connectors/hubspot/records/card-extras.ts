import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/objects';
import { MOST_DEALS, cardFrom } from '../../shared/sales/card-extras';
import { lastActivity } from '../activities/last-activity';
import { refusalOf } from '../api/errors';
import type { HubSpotContext } from '../context';

export const { extras: cardExtras, learnStages: learnDealStages } = cardFrom<HubSpotContext>({
  // HubSpot docs: Search the CRM, "search through associations". It lags behind by seconds: a deal of this very chat may be missing.
  async deals({ api }, { ref }) {
    const filters = [
      { propertyName: 'associations.contact', operator: FilterOperatorEnum.Eq, value: ref.id },
      { propertyName: 'hs_is_closed', operator: FilterOperatorEnum.Eq, value: 'false' },
    ];
    const { results } = await api.search.doSearch('deals', {
      filterGroups: [{ filters }],
      properties: ['dealname', 'dealstage', 'amount', 'deal_currency_code'],
      sorts: ['-createdate'],
      limit: MOST_DEALS,
      after: '0',
    });
    return results.map(({ properties: { dealname, dealstage, amount, deal_currency_code } }) => ({
      name: dealname ?? undefined,
      stageId: dealstage ?? undefined,
      value: amount ? Number(amount) : undefined,
      currency: deal_currency_code ?? undefined,
    }));
  },
  activity: lastActivity,
  // HubSpot docs: Pipelines API; ids of stages are words or numbers, which tell an agent nothing.
  async stages({ api }) {
    const { results = [] } = (await api.get('/crm/v3/pipelines/deals')) as {
      results?: { stages?: { id: string; label: string }[] }[];
    };
    return results.flatMap(({ stages = [] }) => stages.map(({ id, label }) => [id, label] as const));
  },
  refusal: refusalOf,
});
