import type { CardExtras, OpenDeal, WantedExtras } from '../../../leads/card/open-deals';
import type { CrmRecord, RecordRef } from '../../../leads/record';
import { MOST_DEALS, knownStages, learnStages, unlessHidden } from '../../shared/sales/deal-stages';
import { refusalOf } from '../api/errors';
import { idOf, textOf } from '../api/json';
import { V2 } from '../api/version';
import type { PipedriveContext } from '../context';
import { lastActivity } from '../activities/last-activity';

/** Each in one request, side by side. */
export async function cardExtras(
  context: PipedriveContext,
  { ref }: CrmRecord,
  wanted: WantedExtras,
): Promise<CardExtras> {
  const [deals, last] = await Promise.all([
    wanted.deals ? openDeals(context, ref) : undefined,
    wanted.activity
      ? unlessHidden(context, 'last-activity', refusalOf, () => lastActivity(context, ref))
      : undefined,
  ]);
  return { deals: deals ?? [], lastActivity: last };
}

/** The newest first. */
function openDeals(context: PipedriveContext, { id }: RecordRef): Promise<OpenDeal[] | undefined> {
  const { api, memory } = context;
  return unlessHidden(context, 'open-deals', refusalOf, async () => {
    const query = { person_id: id, status: 'open', sort_by: 'id', sort_direction: 'desc', limit: MOST_DEALS };
    const deals = await api.list(`${V2}/deals`, query, 1);
    const stages = deals.length > 0 ? await knownStages(memory) : undefined;
    return deals.map(({ title, stage_id, value, currency }) => ({
      name: textOf(title) ?? '',
      stage: stages?.get(idOf(stage_id) ?? ''),
      ...(typeof value === 'number' && { amount: { value, currency: textOf(currency) } }),
    }));
  });
}

export function learnDealStages({ api, memory }: PipedriveContext): Promise<void> {
  return learnStages(memory, async () => {
    const stages = await api.list(`${V2}/stages`, {});
    return stages.map(({ id, name }) => [idOf(id) ?? '', textOf(name) ?? ''] as const);
  });
}
