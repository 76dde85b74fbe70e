import { shorten } from '../../../text/plain-text';
import type { Remark } from '../../../leads/conversation/remarks';
import type { RecordRef } from '../../../leads/record';
import type { CallDraft, CallState, TaskDraft } from '../../connector';
import type { Fields } from '../api/client';
import type { SalesforceContext } from '../context';
import { MAX_SUBJECT_LENGTH } from './conversation';
import { dayOf } from '../../shared/day';
import { createTask, updateTask } from './activities';
import { singlePage, taskMarker, textHead, withRefusals } from './text-page';

/** Makes the open task for the responsible person, due today; its id. */
export async function saveTask(context: SalesforceContext, ref: RecordRef, task: TaskDraft): Promise<string> {
  const body = singlePage([task.text, textHead('JivoChat', task.remarks)], task.marker);
  const { id } = await createTask(context, {
    ref,
    kind: 'Task',
    marker: taskMarker(task.marker),
    ownerId: task.ownerId,
    text: (refused) => withRefusals(body, refused),
    fields: {
      Subject: shorten(task.subject, MAX_SUBJECT_LENGTH),
      Status: 'Not Started',
      Priority: 'High',
      ActivityDate: dayOf(task.dueAt, task.timeZone),
    },
  });
  return id;
}

/** Logs the call once and brings it up to date as it goes on; its id. */
export async function saveCall(
  context: SalesforceContext,
  ref: RecordRef,
  call: CallDraft,
  callId: string | undefined,
): Promise<string> {
  const fields = callFields(call, call.timeZone);
  const text = (refused: readonly Remark[]) => withRefusals(callText(call), refused);
  if (callId && (await updateTask(context, callId, fields, text))) return callId;
  const { id } = await createTask(context, {
    ref,
    kind: 'Call',
    marker: taskMarker(call.marker),
    ownerId: call.ownerId,
    fields,
    text,
  });
  return id;
}

/** Salesforce docs: Task, `Status`: the standard values. */
const STATUS: Record<CallState, string> = {
  ringing: 'In Progress',
  in_progress: 'In Progress',
  completed: 'Completed',
  failed: 'Completed',
};

/** Salesforce docs: Task, `CallDisposition`: free text. */
const RESULT: Record<CallState, string> = {
  ringing: 'Ringing',
  in_progress: 'Connected',
  completed: 'Completed',
  failed: 'Not connected',
};

function callText(call: CallDraft): string {
  const leadFields = [
    ...(call.phone ? [{ label: 'Phone', value: call.phone }] : []),
    ...(call.recordUrl ? [{ label: 'Recording', value: call.recordUrl }] : []),
    ...call.remarks,
  ];
  return singlePage([textHead(call.title, leadFields)], call.marker);
}

function callFields(call: CallDraft, timeZone: string): Fields {
  return {
    Subject: shorten(call.title, MAX_SUBJECT_LENGTH),
    Status: STATUS[call.state],
    Priority: 'Normal',
    CallType: call.direction === 'inbound' ? 'Inbound' : 'Outbound',
    CallDisposition: RESULT[call.state],
    ActivityDate: dayOf(call.startedAt, timeZone),
    ...(call.durationMs !== undefined && { CallDurationInSeconds: Math.round(call.durationMs / 1000) }),
  };
}
