import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/objects';
import type { LastActivity } from '../../../leads/card/last-activity';
import type { CrmRecord } from '../../../leads/record';
import type { HubSpotContext } from '../context';

/** What the contact tells of an activity and the activity itself agree within. */
const SAME_MS = 60_000;

const SOUGHT = {
  call: { objects: 'calls', title: 'hs_call_title' },
  meeting: { objects: 'meetings', title: 'hs_meeting_title' },
} as const;

/**
 * Who last called, met or wrote to the contact. HubSpot keeps each kind of activity apart, and what lists them all is out of support
 * from September 2027 (HubSpot docs: Engagements v1): the contact's own dates tell which kind to search, in one request.
 * `notes_last_contacted` is of calls, meetings, sales e-mails and messages, `hs_latest_meeting_activity` of meetings (HubSpot
 * help: default contact properties); what was neither a call nor a meeting was written, and by whom is not told.
 */
export async function lastActivity(
  context: HubSpotContext,
  { ref, fields }: CrmRecord,
): Promise<LastActivity | undefined> {
  const contacted = Date.parse(fields.notes_last_contacted ?? '');
  if (Number.isNaN(contacted)) return undefined;
  const kind = isSame(Date.parse(fields.hs_latest_meeting_activity ?? ''), contacted) ? 'meeting' : 'call';
  const { objects, title } = SOUGHT[kind];
  const filters = [
    { propertyName: 'associations.contact', operator: FilterOperatorEnum.Eq, value: ref.id },
    // A meeting may be to come.
    { propertyName: 'hs_timestamp', operator: FilterOperatorEnum.Lte, value: String(contacted + SAME_MS) },
  ];
  const { results } = await context.api.search.doSearch(objects, {
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
  const by = owner ? await context.owners.rememberedName(owner) : undefined;
  return { at: contacted, kind, by, what: found?.[title] ?? undefined };
}

function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= SAME_MS;
}
