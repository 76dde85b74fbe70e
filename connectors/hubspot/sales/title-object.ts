import { AssociationSpecAssociationCategoryEnum } from '@hubspot/api-client/lib/codegen/crm/objects';
import type { TitleWish } from '../../connector';
import { namesOf } from '../../../leads/conversation/remarks';
import type { RecordRef } from '../../../leads/record';
import { writeAccepted } from '../records/accepted-values';
import { mappedProperties } from '../records/mapped-properties';
import type { HubSpotContext } from '../context';
import { HubSpotResponseError, contactGone } from '../api/errors';
import type { Properties } from '../records/record';

const NAME = 'title-object-refused';
/** A scope or a tier is not granted by the minute; asking every hour finds it soon enough. */
const TTL_MS = 3_600_000;

/** HubSpot docs: Associations, lead to primary contact 578, deal to contact 3. */
const TO_CONTACT = { lead: 578, deal: 3 } as const;
/** Without one of these there is no such object. */
const INDISPENSABLE = ['hs_lead_name', 'dealname', 'pipeline', 'dealstage'];
const OBJECT_TYPE = { lead: 'leads', deal: 'deals' } as const;

export interface WantedTitle {
  title: string;
  ownerId: string | undefined;
  wish?: TitleWish;
}

/**
 * Makes the HubSpot Lead (0-136) or Deal that carries the title, when the configuration wants one.
 * An account without the scope or the tier loses this object only, with one clear line in the log.
 * @throws HubSpotResponseError when HubSpot is busy: the event is tried again.
 */
export async function createTitleObject(
  context: HubSpotContext,
  contactId: string,
  wanted: WantedTitle,
): Promise<RecordRef | undefined> {
  const { wish } = wanted;
  const deal = typeof wish?.object === 'object' ? wish.object : undefined;
  const kind = deal ? 'deal' : typeof wish?.object === 'string' ? wish.object : context.settings.titleObject;
  if (kind === 'contact') return undefined;
  const refusedName = `${NAME}-${kind}`;
  if (await context.memory.get(refusedName)) return undefined;
  const type = OBJECT_TYPE[kind];
  const named = (id: string | undefined) => (id && deal?.transcript ? { type, id } : undefined);
  const types = [
    {
      associationCategory: AssociationSpecAssociationCategoryEnum.HubspotDefined,
      associationTypeId: TO_CONTACT[kind],
    },
  ];
  try {
    if (deal) {
      const there = await dealThere(context, contactId, wanted);
      if (there) return named(there);
    } else if (context.call.inDoubt && (await titleObjects(context, contactId, type)).length > 0) {
      return undefined;
    }
    const mapped = await mappedProperties(context, kind, wish?.mapped);
    const properties = { ...mapped.fields, ...titleProperties(context, kind, wanted) };
    const { written, accepted, refused } = await writeAccepted(context, {
      fields: properties,
      onConflict: 'throw',
      indispensable: INDISPENSABLE,
      write: (sent) =>
        context.api.objects.create(type, {
          properties: sent,
          associations: [{ to: { id: contactId }, types }],
        }),
    });
    if (refused.length + mapped.dropped.length > 0) {
      wish?.onRefused?.([...mapped.dropped, ...refused]);
      context.call.log.warn(`HubSpot refused values of the ${kind} for the title; it is saved without them`, {
        properties: Object.keys(properties).filter((name) => properties[name] !== accepted[name]),
        unconverted: namesOf(mapped.dropped),
      });
    }
    return named(written?.id);
  } catch (error) {
    if (!(error instanceof HubSpotResponseError) || ![400, 403, 404].includes(error.status)) throw error;
    context.call.log.warn(`HubSpot refused the ${kind} for the title; the contact is saved without it`, {
      status: error.status,
      category: error.body.category,
      remedy:
        'Grant crm.objects.leads.read and .write, or deals.read and .write (leads need Sales Hub Professional), or unset HUBSPOT_TITLE_OBJECT',
    });
    // A bad value is about this one; a scope, a tier or an object type about all of them.
    if (error.status !== 400) await context.memory.put(refusedName, true, TTL_MS);
  }
  return undefined;
}

function titleProperties(
  { settings, now }: HubSpotContext,
  kind: 'lead' | 'deal',
  { title, ownerId, wish }: WantedTitle,
): Properties {
  const owner: Properties = ownerId ? { hubspot_owner_id: ownerId } : {};
  if (kind === 'lead') return { hs_lead_name: title, ...owner };
  if (typeof wish?.object !== 'object')
    return { dealname: title, pipeline: settings.dealPipeline!, dealstage: settings.dealStage!, ...owner };
  // HubSpot docs: Deals: without a pipeline the account's default one.
  const { pipeline, stage, closeMs } = wish.object;
  return {
    dealname: title,
    ...(pipeline !== undefined && { pipeline }),
    dealstage: stage,
    ...(closeMs !== undefined && { closedate: new Date(now() + closeMs).toISOString() }),
    ...owner,
  };
}

/** The ids of the contact's objects of a type. */
async function titleObjects(context: HubSpotContext, contactId: string, type: string): Promise<string[]> {
  const contact = await context.api.objects
    .getById('contacts', contactId, [], undefined, [type], false)
    .catch((error: unknown) => {
      throw error instanceof HubSpotResponseError && error.status === 404 ? contactGone(error) : error;
    });
  return [...new Set((contact.associations?.[type]?.results ?? []).map(({ id }) => id))];
}

/** Of one person: more are looked at by nobody. */
const MAX_DEALS = 100;
/** HubSpot's clock may be behind ours. */
const CLOCKS_DIFFER_MS = 60_000;

/**
 * The deal that serves in the place of a new one: the newest that is not closed, where the rule reuses it (HubSpot docs:
 * Deals, `hs_is_closed`), and after an attempt in doubt the one it may have made: associations show it at once.
 */
async function dealThere(
  context: HubSpotContext,
  contactId: string,
  { title, wish }: WantedTitle,
): Promise<string | undefined> {
  const reuse = typeof wish?.object === 'object' && wish.object.open === 'reuse';
  const { inDoubt } = context.call;
  if (!reuse && !inDoubt) return undefined;
  const ids = await titleObjects(context, contactId, 'deals');
  if (ids.length === 0) return undefined;
  const { results } = await context.api.batch.read('deals', {
    properties: ['hs_is_closed', 'dealname', 'createdate'],
    propertiesWithHistory: [],
    inputs: ids.slice(-MAX_DEALS).map((id) => ({ id })),
  });
  const since = (wish?.since ?? 0) - CLOCKS_DIFFER_MS;
  const fits = ({ properties }: (typeof results)[number]) =>
    (reuse && properties.hs_is_closed !== 'true') ||
    (inDoubt && properties.dealname === title && Date.parse(properties.createdate ?? '') >= since);
  const fitting = results.filter(fits).map(({ id }) => id);
  return fitting.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
}
