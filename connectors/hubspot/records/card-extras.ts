import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/objects';
import type { CardExtras } from '../../../leads/card/open-deals';
import type { RecordRef } from '../../../leads/record';
import { MOST_DEALS, knownStages, learnStages, unlessRefused } from '../../shared/deal-stages';
import { HubSpotResponseError } from '../api/errors';
import type { HubSpotContext } from '../context';

/**
 * The contact's deals that are not closed, in one search (HubSpot docs: Search the CRM, "search through associations"). It lags
 * behind by seconds: a deal of this very chat may be missing.
 */
export function cardExtras({ api, memory }: HubSpotContext, { id }: RecordRef): Promise<CardExtras> {
  return unlessRefused(memory, isRefusal, async () => {
    const filters = [
      { propertyName: 'associations.contact', operator: FilterOperatorEnum.Eq, value: id },
      { propertyName: 'hs_is_closed', operator: FilterOperatorEnum.Eq, value: 'false' },
    ];
    const { results } = await api.search.doSearch('deals', {
      filterGroups: [{ filters }],
      properties: ['dealname', 'dealstage', 'amount', 'deal_currency_code'],
      sorts: ['-createdate'],
      limit: MOST_DEALS,
      after: '0',
    });
    const stages = results.length > 0 ? await knownStages(memory) : undefined;
    const deals = results.map(({ properties: { dealname, dealstage, amount, deal_currency_code } }) => ({
      name: dealname ?? '',
      stage: stages?.get(dealstage ?? ''),
      ...(amount && { amount: { value: Number(amount), currency: deal_currency_code ?? undefined } }),
    }));
    return { deals };
  });
}

/** HubSpot docs: Pipelines API; ids of stages are words or numbers, which tell an agent nothing. */
export function learnDealStages({ api, memory }: HubSpotContext): Promise<void> {
  return learnStages(memory, async () => {
    const { results = [] } = (await api.getJson('read pipelines', '/crm/v3/pipelines/deals')) as {
      results?: { stages?: { id: string; label: string }[] }[];
    };
    return results.flatMap(({ stages = [] }) => stages.map(({ id, label }) => [id, label] as const));
  });
}

function isRefusal(error: unknown): boolean {
  return error instanceof HubSpotResponseError && [400, 403, 404].includes(error.status);
}
