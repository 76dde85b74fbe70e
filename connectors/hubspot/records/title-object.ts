import { AssociationSpecAssociationCategoryEnum } from '@hubspot/api-client/lib/codegen/crm/objects';
import { writeAccepted } from './accepted-values';
import type { HubSpotContext } from '../context';
import { HubSpotResponseError, contactGone } from '../api/errors';
import { withDefaultOwner } from './owners';
import type { Properties } from './record';

const NAME = 'title-object-refused';
/** A scope or a tier is not granted by the minute; asking every hour finds it soon enough. */
const TTL_MS = 3_600_000;

/** HubSpot docs: Associations, lead to primary contact 578, deal to contact 3. */
const TO_CONTACT = { lead: 578, deal: 3 } as const;
/** Without one of these there is no such object. */
const INDISPENSABLE = ['hs_lead_name', 'dealname', 'pipeline', 'dealstage'];
const OBJECT_TYPE = { lead: 'leads', deal: 'deals' } as const;

/**
 * Makes the HubSpot Lead (0-136) or Deal that carries the title, when the configuration wants one.
 * An account without the scope or the tier loses this object only, with one clear line in the log.
 * @throws HubSpotResponseError when HubSpot is busy: the event is tried again.
 */
export async function createTitleObject(
  context: HubSpotContext,
  contactId: string,
  title: string,
  ownerId: string | undefined,
): Promise<undefined> {
  const kind = context.settings.titleObject;
  if (kind === 'contact' || (await context.memory.get(NAME))) return undefined;
  const type = OBJECT_TYPE[kind];
  const types = [
    {
      associationCategory: AssociationSpecAssociationCategoryEnum.HubspotDefined,
      associationTypeId: TO_CONTACT[kind],
    },
  ];
  try {
    if (context.call.inDoubt && (await hasTitleObject(context, contactId, type))) return undefined;
    const properties = titleProperties(context, kind, title, ownerId);
    const { accepted, refused } = await writeAccepted({
      properties,
      onConflict: 'throw',
      indispensable: INDISPENSABLE,
      standIn: (left, gone) => withDefaultOwner(context, left, gone),
      write: (sent) =>
        context.api.objects.create(type, {
          properties: sent,
          associations: [{ to: { id: contactId }, types }],
        }),
    });
    if (refused.length > 0) {
      context.call.log.warn(`HubSpot refused values of the ${kind} for the title; it is saved without them`, {
        properties: Object.keys(properties).filter((name) => properties[name] !== accepted[name]),
      });
    }
  } catch (error) {
    if (!(error instanceof HubSpotResponseError) || ![400, 403, 404].includes(error.status)) throw error;
    context.call.log.warn(`HubSpot refused the ${kind} for the title; the contact is saved without it`, {
      status: error.status,
      category: error.body.category,
      remedy:
        'Grant crm.objects.leads.read and .write, or deals.read and .write (leads need Sales Hub Professional), or unset HUBSPOT_TITLE_OBJECT',
    });
    // A bad value is about this one; a scope, a tier or an object type about all of them.
    if (error.status !== 400) await context.memory.put(NAME, true, TTL_MS);
  }
  return undefined;
}

function titleProperties(
  { settings }: HubSpotContext,
  kind: 'lead' | 'deal',
  title: string,
  ownerId: string | undefined,
): Properties {
  const owner: Properties = ownerId ? { hubspot_owner_id: ownerId } : {};
  if (kind === 'lead') return { hs_lead_name: title, ...owner };
  return { dealname: title, pipeline: settings.dealPipeline!, dealstage: settings.dealStage!, ...owner };
}

async function hasTitleObject(context: HubSpotContext, contactId: string, type: string): Promise<boolean> {
  const contact = await context.api.objects
    .getById('contacts', contactId, [], undefined, [type], false)
    .catch((error: unknown) => {
      throw error instanceof HubSpotResponseError && error.status === 404 ? contactGone(error) : error;
    });
  return (contact.associations?.[type]?.results ?? []).length > 0;
}
