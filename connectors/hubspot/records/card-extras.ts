import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/objects';
import type { CardExtras, OpenDeal, WantedExtras } from '../../../leads/card/open-deals';
import type { CrmRecord, RecordRef } from '../../../leads/record';
import { MOST_DEALS, knownStages, learnStages, unlessHidden } from '../../shared/sales/deal-stages';
import { refusalOf } from '../api/errors';
import type { HubSpotContext } from '../context';
import { lastActivity } from '../activities/last-activity';

/** Each in one search (HubSpot docs: Search the CRM, "search through associations"), side by side. */
export async function cardExtras(
  context: HubSpotContext,
  record: CrmRecord,
  wanted: WantedExtras,
): Promise<CardExtras> {
  const [deals, last] = await Promise.all([
    wanted.deals ? openDeals(context, record.ref) : undefined,
    wanted.activity
      ? unlessHidden(context, 'last-activity', refusalOf, () => lastActivity(context, record))
      : undefined,
  ]);
  return { deals: deals ?? [], lastActivity: last };
}

/** Those that are not closed. The search lags behind by seconds: a deal of this very chat may be missing. */
function openDeals(context: HubSpotContext, { id }: RecordRef): Promise<OpenDeal[] | undefined> {
  const { api, memory } = context;
  return unlessHidden(context, 'open-deals', refusalOf, async () => {
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
    return results.map(({ properties: { dealname, dealstage, amount, deal_currency_code } }) => ({
      name: dealname ?? '',
      stage: stages?.get(dealstage ?? ''),
      ...(amount && { amount: { value: Number(amount), currency: deal_currency_code ?? undefined } }),
    }));
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
