import { htmlText } from '../../../text/html';
import { shorten } from '../../../text/plain-text';
import type { Remark } from '../../../leads/conversation/remarks';
import type { RecordRef } from '../../../leads/record';
import type { CallDraft, TaskDraft } from '../../connector';
import { createOnce, type TextWithRefusals, type WrittenActivity } from '../../shared/activities';
import { dayOf } from '../../shared/day';
import { noteHead } from '../../shared/html-note';
import { PipedriveResponseError, isPersonGone, personGone } from '../api/errors';
import { idOf, recordOf, textOf } from '../api/json';
import { V2 } from '../api/version';
import type { PipedriveContext } from '../context';
import { writeAccepted } from '../records/accepted-values';
import { MAX_TEXT } from '../records/record';
import { isGoneOrLocked, tieTo } from './conversation';

const ACTIVITIES = `${V2}/activities`;

interface Activity {
  personId: string;
  about?: RecordRef;
  /** Stands in the note; by it an earlier attempt's result is found. */
  marker: string;
  fields: Record<string, unknown>;
  /** HTML, with what Pipedrive refused of the fields named in it. */
  body: TextWithRefusals;
}

/** With its brackets, so that message 12 is never taken for message 121. */
const markerText = (marker: string) => `[${htmlText(marker)}]`;

/** Makes the activity for the responsible person, due that day; its id. */
export async function createTask(
  context: PipedriveContext,
  personId: string,
  task: TaskDraft,
): Promise<string> {
  const marker = markerText(task.marker);
  const fields = {
    subject: shorten(task.subject, MAX_TEXT),
    type: context.settings.taskType,
    due_date: dayOf(task.dueAt, task.timeZone),
    done: false,
    ...ownedBy(task.ownerId),
  };
  const body: TextWithRefusals = (refused) =>
    `<p>${htmlText(task.text)}</p>${noteHead('JivoChat', [...refused, ...task.remarks])}<p>${marker}</p>`;
  return (await createActivity(context, { personId, about: task.about, marker, fields, body })).id;
}

/** Logs the call once and brings it up to date as it goes on; its id. */
export async function saveCall(
  context: PipedriveContext,
  personId: string,
  call: CallDraft,
  callId: string | undefined,
): Promise<string> {
  const marker = markerText(call.marker);
  const at = new Date(call.startedAt).toISOString();
  const fields = {
    subject: shorten(call.title, MAX_TEXT),
    type: context.settings.callType,
    due_date: at.slice(0, 10),
    due_time: at.slice(11, 16),
    ...(call.durationMs !== undefined && { duration: hoursAndMinutes(call.durationMs) }),
    done: ['completed', 'failed'].includes(call.state),
    ...ownedBy(call.ownerId),
  };
  const body: TextWithRefusals = (refused) =>
    `${noteHead(call.title, [...circumstances(call), ...refused, ...call.remarks])}<p>${marker}</p>`;
  const activity = { personId, about: call.about, marker, fields, body };
  const updated = callId ? await updateActivity(context, callId, activity) : undefined;
  return (updated ?? (await createActivity(context, activity))).id;
}

/** Pipedrive has no field for the direction, none for seconds, and none for the recording. */
function circumstances({ direction, durationMs, recordUrl }: CallDraft): Remark[] {
  const rows = {
    Direction: direction,
    Duration: durationMs === undefined ? undefined : `${Math.round(durationMs / 1000)} s`,
    Recording: recordUrl,
  };
  return Object.entries(rows).flatMap(([label, value]) => (value ? [{ label, value }] : []));
}

/** Of a day at most, begun minutes counted. */
function hoursAndMinutes(ms: number): string {
  const minutes = Math.min(24 * 60 - 1, Math.ceil(Math.max(0, ms) / 60_000));
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

const ownedBy = (ownerId: string | undefined) => (ownerId ? { owner_id: Number(ownerId) } : {});

/** Pipedrive keeps no key of ours: after a doubtful attempt the person's own activities are looked through first. */
function createActivity(context: PipedriveContext, activity: Activity): Promise<WrittenActivity> {
  return createOnce(context.call.inDoubt, {
    find: () => findActivity(context, activity),
    update: (id) => updateActivity(context, id, activity),
    create: () => create(context, activity),
  });
}

async function create(context: PipedriveContext, activity: Activity): Promise<WrittenActivity> {
  const { personId, about, fields, body } = activity;
  try {
    const { written, refused } = await writeAccepted(context, {
      fields: { ...fields, ...tieTo(about) },
      carriesMore: true,
      write: async (sent, told) => {
        // The migration guide: `person_id` is read-only, the person is the primary participant.
        const participants = [{ person_id: Number(personId), primary: true }];
        const sending = { ...sent, participants, note: body(told) };
        return recordOf(await context.api.post(ACTIVITIES, sending), 'POST v2/activities');
      },
    });
    return { id: idOf(written!.id)!, refused };
  } catch (error) {
    if (error instanceof PipedriveResponseError && isPersonGone(error)) throw personGone(error, error);
    throw error;
  }
}

async function updateActivity(
  context: PipedriveContext,
  id: string,
  { fields, body }: Activity,
): Promise<WrittenActivity | undefined> {
  try {
    const { refused } = await writeAccepted(context, {
      fields,
      carriesMore: true,
      write: (sent, told) => context.api.patch(`${ACTIVITIES}/${id}`, { ...sent, note: body(told) }),
    });
    return { id, refused };
  } catch (error) {
    if (error instanceof PipedriveResponseError && isGoneOrLocked(error)) return undefined;
    throw error;
  }
}

/** By the person, not by the search; a note of a task is no call's although both may bear the same mark. */
async function findActivity({ api }: PipedriveContext, { personId, marker, fields }: Activity) {
  const query = { person_id: personId, sort_by: 'add_time', sort_direction: 'desc' };
  const activities = await api.list(ACTIVITIES, query, 4);
  const found = activities.find(({ type, note }) => type === fields.type && textOf(note)?.includes(marker));
  return found && idOf(found.id);
}
