import type { LastActivity } from '../../../leads/card/last-activity';
import type { CrmRecord } from '../../../leads/record';
import { objectOf } from '../../shared/json';
import { MOST_DEALS, cardFrom } from '../../shared/sales/card-extras';
import { unlessRefused } from '../../shared/http/response-error';
import { refusalOf } from '../../shared/if-allowed';
import { idOf, textOf, type Json } from '../api/json';
import { V2 } from '../api/version';
import type { PipedriveContext } from '../context';
import type { PipedriveSettings } from '../definition';
import { shownFields } from './record';

/** Of activities that are done: one may have been before its day. */
const ENOUGH = 5;

/** Pipedrive reference v1: Activity types: the keys every company has; its own have a subject. */
const KINDS: Readonly<Record<string, LastActivity['kind']>> = {
  call: 'call',
  email: 'email',
  meeting: 'meeting',
  lunch: 'meeting',
};

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
  // The newest that is done (Pipedrive reference v2: Get all activities).
  async activity({ api, owners, now }, { ref }) {
    const newest = { sort_by: 'due_date', sort_direction: 'desc', limit: ENOUGH };
    const done = await api.list(`${V2}/activities`, { person_id: ref.id, done: true, ...newest }, 1);
    const times = done.map((activity) => ({ activity, at: timeOf(activity, now()) }));
    const [last] = times.filter(({ at }) => at > 0).toSorted((a, b) => b.at - a.at);
    if (!last) return undefined;
    const { type, subject, owner_id } = last.activity;
    const owner = idOf(owner_id);
    const by = owner && (await owners.rememberedName(owner));
    return { at: last.at, kind: KINDS[textOf(type) ?? ''], by, what: textOf(subject) };
  },
  async stages({ api }) {
    const stages = await api.list(`${V2}/stages`, {});
    return stages.map(({ id, name }) => [idOf(id) ?? '', textOf(name) ?? ''] as const);
  },
  refusal: refusalOf,
});

/** When it was due (UTC, see the migration guide), or marked as done where that was before or no day is set; 0 where nobody knows. */
function timeOf({ due_date, due_time, marked_as_done_time }: Json, now: number): number {
  const [day, time, marked] = [due_date, due_time, marked_as_done_time].map((value) => textOf(value) ?? '');
  const times = [time ? `${day}T${time}Z` : day!, marked!.replace(' ', 'T')].map((text) => Date.parse(text));
  return times.find((at) => at <= now) ?? 0;
}

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
