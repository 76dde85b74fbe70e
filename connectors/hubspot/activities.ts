import { AssociationSpecAssociationCategoryEnum } from '@hubspot/api-client/lib/codegen/crm/objects';
import type { HubSpotContext } from './context';
import { HubSpotResponseError, contactGone, isContactGone } from './errors';
import type { Properties } from './record';

export type ActivityType = 'notes' | 'tasks' | 'calls';

/** HubSpot docs: Associations, default association type ids of an activity to a contact. */
const TO_CONTACT: Record<ActivityType, number> = { notes: 202, tasks: 204, calls: 194 };

const BODY: Record<ActivityType, string> = {
  notes: 'hs_note_body',
  tasks: 'hs_task_body',
  calls: 'hs_call_body',
};

export interface Activity {
  type: ActivityType;
  contactId: string;
  /** Stands in the body; by it an earlier attempt's result is found. */
  marker: string;
  properties: Properties;
}

/**
 * Makes a note, task or call on the contact's timeline. HubSpot has no key against doing it twice, so after a doubtful
 * attempt the contact's own activities are looked through first (by association: search lags behind).
 * @returns its id.
 */
export async function createActivity(context: HubSpotContext, activity: Activity): Promise<string> {
  const { type, contactId, marker, properties } = activity;
  if (context.call.unsure) {
    const made = await findActivity(context, type, contactId, marker);
    if (made) {
      const updated = await updateActivity(context, type, made, properties);
      if (updated) return made;
    }
  }
  const types = [
    {
      associationCategory: AssociationSpecAssociationCategoryEnum.HubspotDefined,
      associationTypeId: TO_CONTACT[type],
    },
  ];
  try {
    const created = await context.api.objects.create(type, {
      properties,
      associations: [{ to: { id: contactId }, types }],
    });
    return created.id;
  } catch (error) {
    if (error instanceof HubSpotResponseError && isContactGone(error)) throw contactGone(error);
    throw error;
  }
}

/** @returns false when somebody deleted it in HubSpot. */
export async function updateActivity(
  context: HubSpotContext,
  type: ActivityType,
  id: string,
  properties: Properties,
): Promise<boolean> {
  try {
    await context.api.objects.update(type, id, { properties });
    return true;
  } catch (error) {
    if (error instanceof HubSpotResponseError && error.status === 404) return false;
    throw error;
  }
}

/** HubSpot docs: batch read takes 100 ids. */
const BATCH_SIZE = 100;

async function findActivity(
  context: HubSpotContext,
  type: ActivityType,
  contactId: string,
  marker: string,
): Promise<string | undefined> {
  const contact = await context.api.objects.getById('contacts', contactId, [], undefined, [type], false);
  const ids = [...new Set((contact.associations?.[type]?.results ?? []).map(({ id }) => id))].reverse();
  for (let start = 0; start < ids.length; start += BATCH_SIZE) {
    const { results } = await context.api.batch.read(type, {
      properties: [BODY[type]],
      propertiesWithHistory: [],
      inputs: ids.slice(start, start + BATCH_SIZE).map((id) => ({ id })),
    });
    const found = results.find(({ properties }) => properties[BODY[type]]?.includes(marker));
    if (found) return found.id;
  }
  return undefined;
}
