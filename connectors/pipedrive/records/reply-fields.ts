import type { CrmRecord } from '../../../leads/record';
import { isBusy, unlessRefused } from '../api/errors';
import { objectOf } from '../../shared/json';
import { textOf, type Json } from '../api/json';
import { V2 } from '../api/version';
import type { PipedriveContext } from '../context';
import type { PipedriveSettings } from '../definition';
import { shownFields } from './record';

/** What the search itself tells. */
const TOLD = ['name', 'email', 'phone', 'organization'];
const DEALS = 'open_deals';
/** More are not read by anybody while a visitor waits. */
const MAX_DEALS = 5;

/** Whether the settings show the agent what only the person's own record tells, or other objects. */
export function asksForMore({ replyFields }: PipedriveSettings): boolean {
  return replyFields.some(([, field]) => !TOLD.includes(field));
}

/** The record with what the settings want to see of its organization and its open deals, as far as they may be read. */
export async function withReplyFields(context: PipedriveContext, record: CrmRecord): Promise<CrmRecord> {
  const wanted = context.settings.replyFields.map(([, field]) => field);
  const organization = record.fields.org_id;
  const asksOrganization = organization && wanted.some((field) => /^organization(\.|$)/.test(field));
  const [ofOrganization, deals] = await Promise.all([
    asksOrganization ? allowed(context.api.get(`${V2}/organizations/${organization}`)) : undefined,
    wanted.includes(DEALS) ? allowed(openDeals(context, record.ref.id)) : undefined,
  ]);
  return {
    ...record,
    fields: { ...record.fields, ...organizationFields(ofOrganization), ...shownFields({ [DEALS]: deals }) },
  };
}

async function openDeals({ api }: PipedriveContext, personId: string): Promise<string[]> {
  const deals = await api.list(`${V2}/deals`, { person_id: personId, status: 'open', limit: MAX_DEALS }, 1);
  return deals.flatMap(({ title }) => textOf(title) ?? []);
}

function organizationFields(answer: unknown): Record<string, string> {
  const found = objectOf(answer);
  const all = Object.entries({ ...found, ...objectOf(found.custom_fields) });
  const named = all.map(([name, value]) => [`organization.${name}`, value]);
  return shownFields({ ...(Object.fromEntries(named) as Json), organization: found.name });
}

/** What may not be seen is not shown; nothing else hangs on it. */
function allowed<T>(work: Promise<T>): Promise<T | undefined> {
  return unlessRefused(work, (refusal) => !isBusy(refusal) && refusal.status !== 401);
}
