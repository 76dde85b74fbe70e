import { shorten } from '../../../text/plain-text';
import type { CallDraft, TaskDraft } from '../../connector';
import { dayOf } from '../../../text/formats';
import { htmlCall, htmlMessage, htmlTask, pageKey } from '../../shared/note/html-note';
import type { PipedriveContext } from '../context';
import { MAX_TEXT } from '../records/record';
import { createActivity, updateActivity, type Activity } from './activities';

/** Makes the activity for the responsible person, due that day; its id. */
export async function createTask(
  context: PipedriveContext,
  personId: string,
  task: TaskDraft,
): Promise<string> {
  const { id } = await createActivity(context, {
    ...activityOf(personId, task),
    fields: {
      subject: shorten(task.subject, MAX_TEXT),
      type: context.settings.taskType,
      due_date: dayOf(task.dueAt, task.timeZone),
      done: false,
      ...ownedBy(task.ownerId),
    },
    body: (refused) => htmlTask(task, refused, context.call.words),
  });
  return id;
}

/** Logs the call once and brings it up to date as it goes on; its id. */
export async function saveCall(
  context: PipedriveContext,
  personId: string,
  call: CallDraft,
  callId: string | undefined,
): Promise<string> {
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
  // Pipedrive has no field for the direction.
  const way = call.direction === 'inbound' ? words.call.incoming : words.call.outgoing;
  const direction = call.title.startsWith(way) ? '' : htmlMessage(way);
  const body: Activity['body'] = (refused) => direction + htmlCall(call, refused, words);
  const activity = { ...activityOf(personId, call), fields, body };
  const updated = callId ? await updateActivity(context, callId, activity) : undefined;
  return (updated ?? (await createActivity(context, activity))).id;
}

function activityOf(personId: string, { about, marker }: TaskDraft | CallDraft) {
  return { kind: 'activity', personId, about, mark: marker, key: pageKey(marker, 0) } as const;
}

/** Of a day at most, begun minutes counted. */
function hoursAndMinutes(ms: number): string {
  const minutes = Math.min(24 * 60 - 1, Math.ceil(Math.max(0, ms) / 60_000));
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

const ownedBy = (ownerId: string | undefined) => (ownerId ? { owner_id: Number(ownerId) } : {});
