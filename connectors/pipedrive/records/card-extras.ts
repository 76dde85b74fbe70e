import type { CardExtras } from '../../../leads/card/open-deals';
import type { RecordRef } from '../../../leads/record';
import { MOST_DEALS, knownStages, learnStages, unlessRefused } from '../../shared/deal-stages';
import { PipedriveResponseError, isBusy } from '../api/errors';
import { idOf, textOf } from '../api/json';
import { V2 } from '../api/version';
import type { PipedriveContext } from '../context';

/** The person's open deals, the newest first, in one request. */
export function cardExtras({ api, memory }: PipedriveContext, { id }: RecordRef): Promise<CardExtras> {
  return unlessRefused(memory, isRefusal, async () => {
    const query = { person_id: id, status: 'open', sort_by: 'id', sort_direction: 'desc', limit: MOST_DEALS };
    const deals = await api.list(`${V2}/deals`, query, 1);
    const stages = deals.length > 0 ? await knownStages(memory) : undefined;
    const told = deals.map(({ title, stage_id, value, currency }) => ({
      name: textOf(title) ?? '',
      stage: stages?.get(idOf(stage_id) ?? ''),
      ...(typeof value === 'number' && { amount: { value, currency: textOf(currency) } }),
    }));
    return { deals: told };
  });
}

export function learnDealStages({ api, memory }: PipedriveContext): Promise<void> {
  return learnStages(memory, async () => {
    const stages = await api.list(`${V2}/stages`, {});
    return stages.map(({ id, name }) => [idOf(id) ?? '', textOf(name) ?? ''] as const);
  });
}

function isRefusal(error: unknown): boolean {
  return (
    error instanceof PipedriveResponseError && !isBusy(error) && [400, 402, 403, 404].includes(error.status)
  );
}
