import { shorten } from '../../../text/plain-text';
import type { RecordRef } from '../../../leads/record';
import type { CallDraft, TaskDraft } from '../../connector';
import { createOnce, type TextWithRefusals, type WrittenActivity } from '../../shared/activities';
import { dayOf } from '../../shared/fields/day';
import { hasMark, htmlMessage, htmlRemarks, markHtml } from '../../shared/note/html-note';
import { callRemarks } from '../../shared/note/call';
import { asPersonGone, isGoneOrLocked, unlessRefused } from '../api/errors';
import { idOf, recordOf, textOf } from '../api/json';
import { V2 } from '../api/version';
import type { PipedriveContext } from '../context';
import { writeAccepted } from '../records/accepted-values';
import { MAX_TEXT } from '../records/record';
import { tieTo } from './conversation';

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

/** Makes the activity for the responsible person, due that day; its id. */
export async function createTask(
  context: PipedriveContext,
  personId: string,
  task: TaskDraft,
): Promise<string> {
  const { marker } = task;
  const { words } = context.call;
  const fields = {
    subject: shorten(task.subject, MAX_TEXT),
    type: context.settings.taskType,
    due_date: dayOf(task.dueAt, task.timeZone),
    done: false,
    ...ownedBy(task.ownerId),
  };
  const body: TextWithRefusals = (refused) =>
    htmlMessage(task.text) + htmlRemarks([...refused, ...task.remarks], words) + markHtml(marker);
  return (await createActivity(context, { personId, about: task.about, marker, fields, body })).id;
}

/** Logs the call once and brings it up to date as it goes on; its id. */
export async function saveCall(
  context: PipedriveContext,
  personId: string,
  call: CallDraft,
  callId: string | undefined,
): Promise<string> {
  const { marker } = call;
  const { words } = context.call;
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
    // Pipedrive has no field for the direction.
    htmlMessage(call.direction === 'inbound' ? words.call.incoming : words.call.outgoing) +
    htmlRemarks(callRemarks(call, refused, words), words) +
    markHtml(marker);
  const activity = { personId, about: call.about, marker, fields, body };
  const updated = callId ? await updateActivity(context, callId, activity) : undefined;
  return (updated ?? (await createActivity(context, activity))).id;
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
  const { written, refused } = await writeAccepted(context, {
    fields: { ...fields, ...tieTo(about) },
    carriesMore: true,
    write: async (sent, told) => {
      // The migration guide: `person_id` is read-only, the person is the primary participant.
      const participants = [{ person_id: Number(personId), primary: true }];
      const sending = { ...sent, participants, note: body(told) };
      return recordOf(await context.api.post(ACTIVITIES, sending), 'POST v2/activities');
    },
  }).catch(asPersonGone);
  return { id: idOf(written!.id)!, refused };
}

async function updateActivity(
  context: PipedriveContext,
  id: string,
  { fields, body }: Activity,
): Promise<WrittenActivity | undefined> {
  const writing = writeAccepted(context, {
    fields,
    carriesMore: true,
    write: (sent, told) => context.api.patch(`${ACTIVITIES}/${id}`, { ...sent, note: body(told) }),
  });
  const done = await unlessRefused(writing, isGoneOrLocked);
  return done && { id, refused: done.refused };
}

/** By the person, not by the search; a note of a task is no call's although both may bear the same mark. */
async function findActivity({ api }: PipedriveContext, { personId, marker, fields }: Activity) {
  const query = { person_id: personId, sort_by: 'add_time', sort_direction: 'desc' };
  const activities = await api.list(ACTIVITIES, query, 4);
  const found = activities.find(
    ({ type, note }) => type === fields.type && hasMark(textOf(note) ?? '', marker, `[${marker}]`),
  );
  return found && idOf(found.id);
}
