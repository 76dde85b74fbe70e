import { createOnce, type TextWithRefusals, type WrittenActivity } from '../../shared/activities';
import { writeAccepted } from '../records/accepted-values';
import { activityKey, keyRefusal, rememberAbsent, type ActivityType } from './activity-key';
import type { RecordRef } from '../../../leads/record';
import type { HubSpotContext } from '../context';
import { HubSpotResponseError, contactGone, isContactGone, isEditRefused } from '../api/errors';
import { associatedWith } from '../records/people';
import { tiedTo } from '../records/tied-to';
import type { Properties } from '../records/record';
import { hasMark } from '../../shared/note/html-note';

/** HubSpot docs: Associations, default association type ids of an activity to a contact. */
const TO_CONTACT: Record<ActivityType, number> = { notes: 202, tasks: 204, calls: 194 };

/** Likewise, of an activity to a deal. */
const TO_DEAL: Record<ActivityType, number> = { notes: 214, tasks: 216, calls: 206 };

const BODY: Record<ActivityType, string> = {
  notes: 'hs_note_body',
  tasks: 'hs_task_body',
  calls: 'hs_call_body',
};

/** HubSpot docs: Notes, Tasks and Calls APIs: the one property that is required. */
const REQUIRED = 'hs_timestamp';

export interface ActivityText {
  properties: Properties;
  /** HTML, with what HubSpot refused of the properties named in it. */
  body: TextWithRefusals;
}

export interface Activity extends ActivityText {
  type: ActivityType;
  contactId: string;
  /** The deal it is about as well. */
  about?: RecordRef;
  /** Unlike any other activity's of the contact. */
  key: string;
  /** Stands in the body; by it an earlier attempt's result is found. */
  mark: string;
}

/**
 * Makes a note, task or call on the contact's timeline. With a key of ours, doing it twice is refused and the one that is
 * there is brought up to date. Without one, after an attempt in doubt, the contact's own activities are looked through
 * first (by association: search lags behind).
 * Values HubSpot refuses are dropped and named in the body.
 */
export async function createActivity(context: HubSpotContext, activity: Activity): Promise<WrittenActivity> {
  const key = await activityKey(context, activity);
  if (key) return createKeyed(context, activity, key);
  const { type } = activity;
  return createOnce(context.call.inDoubt, {
    find: () => findActivity(context, activity),
    update: (id) => updateActivity(context, type, id, activity),
    create: () => create(context, activity, {}),
  });
}

async function createKeyed(
  context: HubSpotContext,
  activity: Activity,
  key: Properties,
): Promise<WrittenActivity> {
  try {
    return await create(context, activity, key);
  } catch (error) {
    const refusal = keyRefusal(error, key);
    if (!refusal) throw error;
    if (!refusal.taken) {
      await rememberAbsent(context, activity.type);
      return createActivity(context, activity);
    }
    const made = context.call.inDoubt
      ? await updateHolder(context, activity, key, refusal.heldBy)
      : undefined;
    // The holder is gone, or it is not of this chat: ids of chats are only as unique as JivoChat makes them.
    return made ?? create(context, activity, {});
  }
}

/** @returns undefined when somebody deleted the activity that has the key. */
async function updateHolder(
  context: HubSpotContext,
  activity: Activity,
  key: Properties,
  heldBy: string | undefined,
): Promise<WrittenActivity | undefined> {
  const [[name, value] = ['', '']] = Object.entries(key);
  const { type } = activity;
  return heldBy
    ? updateActivity(context, type, heldBy, activity)
    : updateActivity(context, type, value, activity, name);
}

async function create(
  context: HubSpotContext,
  { type, contactId, about, properties, body }: Activity,
  key: Properties,
): Promise<WrittenActivity> {
  const associations = [
    tiedTo(contactId, TO_CONTACT[type]),
    ...(about?.type === 'deals' ? [tiedTo(about.id, TO_DEAL[type])] : []),
  ];
  try {
    const { written, refused } = await writeAccepted(context, {
      fields: { ...properties, ...key },
      onConflict: 'throw',
      indispensable: [REQUIRED, ...Object.keys(key)],
      write: (accepted, refusedSoFar) =>
        context.api.objects.create(type, {
          properties: { ...accepted, [BODY[type]]: body(refusedSoFar) },
          associations,
        }),
    });
    return { id: written!.id, refused };
  } catch (error) {
    if (error instanceof HubSpotResponseError && isContactGone(error)) throw contactGone(error);
    throw error;
  }
}

/**
 * @param idProperty the unique property `id` is a value of; default: HubSpot's own id.
 * @returns undefined when somebody deleted it in HubSpot, or it may not be edited: what it would say is made anew then.
 */
export async function updateActivity(
  context: HubSpotContext,
  type: ActivityType,
  id: string,
  { properties, body }: ActivityText,
  idProperty?: string,
): Promise<WrittenActivity | undefined> {
  try {
    const { written, refused } = await writeAccepted(context, {
      fields: properties,
      onConflict: 'throw',
      carriesMore: true,
      write: (accepted, refusedSoFar) =>
        context.api.objects.update(
          type,
          id,
          { properties: { ...accepted, [BODY[type]]: body(refusedSoFar) } },
          idProperty,
        ),
    });
    return written && { id: written.id, refused };
  } catch (error) {
    if (!(error instanceof HubSpotResponseError)) throw error;
    if (error.status === 404 || isEditRefused(error)) return undefined;
    throw error;
  }
}

/** HubSpot docs: batch read takes 100 ids. */
const BATCH_SIZE = 100;

async function findActivity(
  context: HubSpotContext,
  { type, contactId, mark, key }: Activity,
): Promise<string | undefined> {
  const all = await associatedWith(context, contactId, type);
  const ids = [...new Set(all.map(({ id }) => id))].reverse();
  for (let start = 0; start < ids.length; start += BATCH_SIZE) {
    const { results } = await context.api.batch.read(type, {
      properties: [BODY[type]],
      propertiesWithHistory: [],
      inputs: ids.slice(start, start + BATCH_SIZE).map((id) => ({ id })),
    });
    const found = results.find(({ properties }) => hasMark(properties[BODY[type]] ?? '', mark, key));
    if (found) return found.id;
  }
  return undefined;
}
