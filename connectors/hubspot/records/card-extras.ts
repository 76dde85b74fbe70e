import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/objects';
import { MOST_DEALS, cardFrom } from '../../shared/sales/card-extras';
import { refusalOf } from '../../shared/if-allowed';
import type { HubSpotContext } from '../context';

/** What the contact tells of an activity and the activity itself agree within. */
const SAME_MS = 60_000;

const SOUGHT = {
  call: { objects: 'calls', title: 'hs_call_title' },
  meeting: { objects: 'meetings', title: 'hs_meeting_title' },
} as const;

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
  /**
   * Who last called, met or wrote to the contact. HubSpot keeps each kind of activity apart, and what lists them all is out of support
   * from September 2027 (HubSpot docs: Engagements v1): the contact's own dates tell which kind to search, in one request.
   * `notes_last_contacted` is of calls, meetings, sales e-mails and messages, `hs_latest_meeting_activity` of meetings (HubSpot
   * help: default contact properties); what was neither a call nor a meeting was written, and by whom is not told.
   */
  async activity({ api, owners }, { ref, fields }) {
    const contacted = Date.parse(fields.notes_last_contacted ?? '');
    if (Number.isNaN(contacted)) return undefined;
    const kind = isSame(Date.parse(fields.hs_latest_meeting_activity ?? ''), contacted) ? 'meeting' : 'call';
    const { objects, title } = SOUGHT[kind];
    const filters = [
      { propertyName: 'associations.contact', operator: FilterOperatorEnum.Eq, value: ref.id },
      // A meeting may be to come.
      { propertyName: 'hs_timestamp', operator: FilterOperatorEnum.Lte, value: String(contacted + SAME_MS) },
    ];
    const { results } = await api.search.doSearch(objects, {
      filterGroups: [{ filters }],
      properties: ['hs_timestamp', 'hubspot_owner_id', title],
      sorts: ['-hs_timestamp'],
      limit: 1,
      after: '0',
    });
    const found = results[0]?.properties;
    if (!isSame(Date.parse(found?.hs_timestamp ?? ''), contacted))
      return { at: contacted, kind: kind === 'call' ? 'email' : kind };
    const owner = found?.hubspot_owner_id;
    const by = owner ? await owners.rememberedName(owner) : undefined;
    return { at: contacted, kind, by, what: found?.[title] ?? undefined };
  },
  // HubSpot docs: Pipelines API; ids of stages are words or numbers, which tell an agent nothing.
  async stages({ api }) {
    const { results = [] } = (await api.get('/crm/v3/pipelines/deals')) as {
      results?: { stages?: { id: string; label: string }[] }[];
    };
    return results.flatMap(({ stages = [] }) => stages.map(({ id, label }) => [id, label] as const));
  },
  refusal: refusalOf,
});

function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= SAME_MS;
}
