import type { RecordRef } from '../../../leads/record';
import type { DealWish } from '../../../leads/rules/rule';
import { isSameVisitor } from '../../../leads/title';
import { madeSince, titleObject, type WantedTitle } from '../../shared/sales/title-object';
import { writeAccepted } from '../records/accepted-values';
import { mappedProperties } from '../records/mapped-properties';
import type { HubSpotContext } from '../context';
import { refusalOf } from '../api/errors';
import { associatedWith } from '../records/people';
import type { Properties } from '../records/record';
import { tiedTo } from '../records/tied-to';

/** HubSpot docs: Associations, lead to primary contact 578, deal to contact 3. */
const TO_CONTACT = { lead: 578, deal: 3 } as const;
/** Without one of these there is no such object. */
const INDISPENSABLE = ['hs_lead_name', 'dealname', 'pipeline', 'dealstage'];
const OBJECT_TYPE = { lead: 'leads', deal: 'deals' } as const;
type Kind = keyof typeof OBJECT_TYPE;

/**
 * Makes the HubSpot Lead (0-136) or Deal that carries the title, when the configuration or a rule wants one.
 * @returns the deal of a rule that wants the transcript there as well.
 * @throws HubSpotResponseError when HubSpot is busy: the event is tried again.
 */
export async function createTitleObject(
  context: HubSpotContext,
  contactId: string,
  wanted: WantedTitle,
): Promise<RecordRef | undefined> {
  const made = await titleObject(context, wanted.wish, {
    crm: 'HubSpot',
    usual: context.settings.titleObject,
    find: (kind, deal) =>
      deal ? dealThere(context, contactId, wanted, deal) : madeInDoubt(context, contactId, kind),
    make: (kind, deal) => make(context, contactId, kind, wanted, deal),
    // A bad value is about this one; a scope, a tier or an object type about all of them.
    refusal: (error) => refusalOf(error, [403, 404]),
    remedy:
      'Grant crm.objects.leads.read and .write, or deals.read and .write (leads need Sales Hub Professional), or unset HUBSPOT_TITLE_OBJECT',
  });
  return made?.deal?.transcript ? { type: OBJECT_TYPE[made.kind], id: made.id } : undefined;
}

async function make(
  context: HubSpotContext,
  contactId: string,
  kind: Kind,
  wanted: WantedTitle,
  deal: DealWish | undefined,
) {
  const { fields, dropped } = await mappedProperties(context, kind, wanted.wish?.mapped);
  const { written, refused } = await writeAccepted(context, {
    fields: { ...fields, ...titleProperties(context, kind, wanted, deal) },
    onConflict: 'throw',
    indispensable: INDISPENSABLE,
    write: (sent) =>
      context.api.objects.create(OBJECT_TYPE[kind], {
        properties: sent,
        associations: [tiedTo(contactId, TO_CONTACT[kind])],
      }),
  });
  return { id: written!.id, refused: [...dropped, ...refused] };
}

function titleProperties(
  { settings, now }: HubSpotContext,
  kind: Kind,
  { title, ownerId }: WantedTitle,
  deal: DealWish | undefined,
): Properties {
  const owner: Properties = ownerId ? { hubspot_owner_id: ownerId } : {};
  if (kind === 'lead') return { hs_lead_name: title, ...owner };
  if (!deal)
    return { dealname: title, pipeline: settings.dealPipeline!, dealstage: settings.dealStage!, ...owner };
  // HubSpot docs: Deals: without a pipeline the account's default one.
  const { pipeline, stage, closeMs } = deal;
  return {
    dealname: title,
    ...(pipeline !== undefined && { pipeline }),
    dealstage: stage,
    ...(closeMs !== undefined && { closedate: new Date(now() + closeMs).toISOString() }),
    ...owner,
  };
}

/** A new contact has none: what an attempt in doubt left is the one. */
async function madeInDoubt(
  context: HubSpotContext,
  contactId: string,
  kind: Kind,
): Promise<string | undefined> {
  return context.call.inDoubt
    ? (await associatedWith(context, contactId, OBJECT_TYPE[kind]))[0]?.id
    : undefined;
}

/** Of one person: more are looked at by nobody. */
const MAX_DEALS = 100;

/**
 * The deal that serves in the place of a new one: the newest that is not closed, where the rule reuses it (HubSpot docs:
 * Deals, `hs_is_closed`), and after an attempt in doubt the one it may have made: associations show it at once.
 */
async function dealThere(
  context: HubSpotContext,
  contactId: string,
  { title, wish }: WantedTitle,
  { open }: DealWish,
): Promise<string | undefined> {
  const reuse = open === 'reuse';
  const { inDoubt } = context.call;
  if (!reuse && !inDoubt) return undefined;
  const deals = await associatedWith(context, contactId, OBJECT_TYPE.deal);
  if (deals.length === 0) return undefined;
  const { results } = await context.api.batch.read('deals', {
    properties: ['hs_is_closed', 'dealname', 'createdate'],
    propertiesWithHistory: [],
    inputs: [...new Set(deals.map(({ id }) => id))].slice(-MAX_DEALS).map((id) => ({ id })),
  });
  const fits = ({ properties }: (typeof results)[number]) =>
    (reuse && properties.hs_is_closed !== 'true') ||
    (inDoubt &&
      isSameVisitor(title, properties.dealname ?? '') &&
      Date.parse(properties.createdate ?? '') >= madeSince(wish));
  const fitting = results.filter(fits).map(({ id }) => id);
  return fitting.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
}
