import type { CrmRecord } from '../../../leads/record';
import { objectOf } from '../../shared/json';
import { MOST_DEALS, cardFrom } from '../../shared/sales/card-extras';
import { lastActivity } from '../activities/last-activity';
import { refusalOf, unlessRefused } from '../api/errors';
import { idOf, textOf, type Json } from '../api/json';
import { V2 } from '../api/version';
import type { PipedriveContext } from '../context';
import type { PipedriveSettings } from '../definition';
import { shownFields } from './record';

export const { extras: cardExtras, learnStages: learnDealStages } = cardFrom<PipedriveContext>({
  async deals(context, { ref }) {
    const deals = await openDeals(context, ref.id, MOST_DEALS);
    return deals.map(({ title, stage_id, value, currency }) => ({
      name: textOf(title),
      stageId: idOf(stage_id),
      value: typeof value === 'number' ? value : undefined,
      currency: textOf(currency),
    }));
  },
  activity: (context, { ref }) => lastActivity(context, ref),
  async stages({ api }) {
    const stages = await api.list(`${V2}/stages`, {});
    return stages.map(({ id, name }) => [idOf(id) ?? '', textOf(name) ?? ''] as const);
  },
  refusal: refusalOf,
});

/** The newest first. */
function openDeals({ api }: PipedriveContext, personId: string, limit: number): Promise<Json[]> {
  const query = { person_id: personId, status: 'open', sort_by: 'id', sort_direction: 'desc', limit };
  return api.list(`${V2}/deals`, query, 1);
}

/** What the search itself tells. */
const TOLD = ['name', 'email', 'phone', 'organization'];
const DEALS = 'open_deals';
/** Of those that the reply names, more are not read by anybody while a visitor waits. */
const MOST_NAMED = 5;

/** Whether the settings show the agent what only the person's own record tells, or other objects. */
export function asksForMore({ replyFields }: PipedriveSettings): boolean {
  return replyFields.some(([, field]) => !TOLD.includes(field));
}

/** The record with what the settings want to see of its organization and its open deals, as far as they may be read. */
export async function withReplyFields(context: PipedriveContext, record: CrmRecord): Promise<CrmRecord> {
  const wanted = context.settings.replyFields.map(([, field]) => field);
  const { org_id: id } = record.fields;
  const asksOrganization = id && wanted.some((field) => /^organization(\.|$)/.test(field));
  const [organization, deals] = await Promise.all([
    asksOrganization ? allowed(context.api.get(`${V2}/organizations/${id}`)) : undefined,
    wanted.includes(DEALS) ? allowed(openDeals(context, record.ref.id, MOST_NAMED)) : undefined,
  ]);
  const { custom_fields: custom, ...own } = objectOf(organization);
  const entries = Object.entries({ ...own, ...objectOf(custom) });
  const ofOrganization = Object.fromEntries(entries.map(([name, value]) => [`organization.${name}`, value]));
  const titles = deals?.map(({ title }) => title);
  const shown = shownFields({ ...ofOrganization, organization: own.name, [DEALS]: titles });
  return { ...record, fields: { ...record.fields, ...shown } };
}

/** What may not be seen is not shown; nothing else hangs on it. */
function allowed<T>(work: Promise<T>): Promise<T | undefined> {
  return unlessRefused(work, (refusal) => !refusal.isBusy && refusal.status !== 401);
}
