import {
  createOnce,
  type Activity,
  type ActivityContent,
  type ActivityWriter,
  type WrittenActivity,
} from '../../shared/activities';
import { unlessRefused } from '../../shared/http/response-error';
import { hasMark, htmlFormat } from '../../shared/note/html-note';
import {
  CONFLICT,
  HubSpotResponseError,
  contactGone,
  isContactGone,
  isEditRefused,
  refusedProperties,
} from '../api/errors';
import type { HubSpotContext } from '../context';
import { writeAccepted } from '../records/accepted-values';
import { mappedProperties } from '../records/mapped-properties';
import { associatedWith } from '../records/people';
import type { Properties } from '../records/record';
import { tiedTo } from '../records/tied-to';
import { keyOf, rememberAbsent } from './activity-key';
import { callProperties, noteProperties, taskProperties } from './properties';

/** HubSpot docs: Notes API, `hs_note_body` holds at most 65,536 characters. */
const MAX_BODY_LENGTH = 65_536;

/** By HubSpot's name, with the default association type ids of an activity to a contact and to a deal (HubSpot docs: Associations). */
const KINDS = {
  note: { type: 'notes', body: 'hs_note_body', toContact: 202, toDeal: 214 },
  task: { type: 'tasks', body: 'hs_task_body', toContact: 204, toDeal: 216 },
  call: { type: 'calls', body: 'hs_call_body', toContact: 194, toDeal: 206 },
} as const;

/** HubSpot docs: Notes, Tasks and Calls APIs: the one property that is required. */
const REQUIRED = 'hs_timestamp';

/** HubSpot docs: batch read takes 100 ids. */
const BATCH_SIZE = 100;

/**
 * Notes, tasks and calls on the contact's timeline. With a key of ours, doing it twice is refused and the one that is there is
 * brought up to date. Without one, after an attempt in doubt, the contact's own activities are looked through first.
 */
export function activities(context: HubSpotContext): ActivityWriter<string> {
  const { api, call } = context;
  const writer: ActivityWriter<string> = {
    format: htmlFormat(MAX_BODY_LENGTH, call.words),
    values: (object, mapped) => mappedProperties(context, object, mapped),
    note: noteProperties,
    task: taskProperties,
    call: callProperties,

    // By association: search lags behind.
    async find(activity) {
      if (await keyOf(context, activity)) return undefined;
      const { type, body } = KINDS[activity.kind];
      const all = await associatedWith(context, activity.person.id, type);
      const ids = [...new Set(all.map(({ id }) => id))].reverse();
      for (let start = 0; start < ids.length; start += BATCH_SIZE) {
        const { results } = await api.batch.read(type, {
          properties: [body],
          propertiesWithHistory: [],
          inputs: ids.slice(start, start + BATCH_SIZE).map((id) => ({ id })),
        });
        const found = results.find(({ properties }) => hasMark(properties[body] ?? '', activity));
        if (found) return { id: found.id };
      }
      return undefined;
    },

    update: (id, content) => update(context, id, content),

    async create(activity) {
      const key = await keyOf(context, activity);
      if (!key) return create(context, activity, {});
      const { property, value } = key;
      try {
        return await create(context, activity, { [property]: value });
      } catch (error) {
        const refused = error instanceof HubSpotResponseError ? refusedProperties(error) : [];
        const refusal = refused.find(({ name }) => name === property);
        if (!refusal) throw error;
        if (refusal.code !== CONFLICT) {
          await rememberAbsent(context, activity.kind);
          return createOnce(writer, call.inDoubt, activity);
        }
        const { heldBy } = refusal;
        const there = () => update(context, heldBy ?? value, activity, heldBy ? undefined : property);
        // The holder is gone, or it is not of this chat: ids of chats are only as unique as JivoChat makes them.
        return (call.inDoubt ? await there() : undefined) ?? create(context, activity, {});
      }
    },
  };
  return writer;
}

async function create(
  context: HubSpotContext,
  { kind, person, about, fields, text }: Activity<string>,
  key: Properties,
): Promise<WrittenActivity> {
  const { type, body, toContact, toDeal } = KINDS[kind];
  const ofDeal = about?.type === 'deals' ? [tiedTo(about.id, toDeal)] : [];
  const associations = [tiedTo(person.id, toContact), ...ofDeal];
  const { written, refused } = await writeAccepted(context, {
    fields: { ...fields, ...key },
    onConflict: 'throw',
    indispensable: [REQUIRED, ...Object.keys(key)],
    write: (sent, told) =>
      context.api.objects.create(type, { properties: { ...sent, [body]: text(told) }, associations }),
  }).catch((error: unknown) => {
    throw error instanceof HubSpotResponseError && isContactGone(error) ? contactGone(error) : error;
  });
  return { id: written!.id, refused };
}

/** @param idProperty the unique property `id` is a value of; default: HubSpot's own id. */
async function update(
  context: HubSpotContext,
  id: string,
  { kind, fields, text }: ActivityContent<string>,
  idProperty?: string,
): Promise<WrittenActivity | undefined> {
  const { type, body } = KINDS[kind];
  const writing = writeAccepted(context, {
    fields,
    onConflict: 'throw',
    carriesMore: true,
    write: (sent, told) =>
      context.api.objects.update(type, id, { properties: { ...sent, [body]: text(told) } }, idProperty),
  });
  const isGoneOrLocked = (error: HubSpotResponseError) => error.status === 404 || isEditRefused(error);
  const done = await unlessRefused(writing, isGoneOrLocked);
  return done?.written && { id: done.written.id, refused: done.refused };
}
