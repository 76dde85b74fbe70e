import { AssociationSpecAssociationCategoryEnum } from '@hubspot/api-client/lib/codegen/crm/objects';
import { activityKey, keyRefusal, rememberAbsent } from './activity-key';
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
 * Makes a note, task or call on the contact's timeline. With a key of ours, doing it twice is refused and the one that is
 * there is brought up to date. Without one, after a doubtful attempt, the contact's own activities are looked through
 * first (by association: search lags behind).
 * @returns its id.
 */
export async function createActivity(context: HubSpotContext, activity: Activity): Promise<string> {
  const key = await activityKey(context, activity);
  if (key) return createKeyed(context, activity, key);
  const { type, contactId, marker, properties } = activity;
  if (context.call.unsure) {
    const made = await findActivity(context, type, contactId, marker);
    if (made && (await updateActivity(context, type, made, properties))) return made;
  }
  return create(context, activity, {});
}

async function createKeyed(context: HubSpotContext, activity: Activity, key: Properties): Promise<string> {
  try {
    return await create(context, activity, key);
  } catch (error) {
    const refusal = keyRefusal(error, key);
    if (!refusal) throw error;
    if (!refusal.taken) {
      await rememberAbsent(context, activity.type);
      return createActivity(context, activity);
    }
    const made = context.call.unsure ? await updateHolder(context, activity, key, refusal.heldBy) : undefined;
    // The holder is gone, or it is not of this chat: ids of chats are only as unique as JivoChat makes them.
    return made ?? create(context, activity, {});
  }
}

/** @returns the id of the activity that has the key; undefined when somebody deleted it. */
async function updateHolder(
  { api }: HubSpotContext,
  { type, properties }: Activity,
  key: Properties,
  heldBy: string | undefined,
): Promise<string | undefined> {
  const [[name, value] = ['', '']] = Object.entries(key);
  try {
    const updated = heldBy
      ? await api.objects.update(type, heldBy, { properties })
      : await api.objects.update(type, value, { properties }, name);
    return updated.id;
  } catch (error) {
    if (error instanceof HubSpotResponseError && error.status === 404) return undefined;
    throw error;
  }
}

async function create(
  { api }: HubSpotContext,
  { type, contactId, properties }: Activity,
  key: Properties,
): Promise<string> {
  const types = [
    {
      associationCategory: AssociationSpecAssociationCategoryEnum.HubspotDefined,
      associationTypeId: TO_CONTACT[type],
    },
  ];
  try {
    const created = await api.objects.create(type, {
      properties: { ...properties, ...key },
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
