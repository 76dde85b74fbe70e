import { shorten } from '../../jivochat/text';
import type { RecordRef } from '../../leads/record';
import type { CallDraft, CallState, TaskDraft } from '../connector';
import type { Fields } from './api';
import type { SalesforceContext } from './context';
import { MAX_SUBJECT_LENGTH } from './conversation';
import { dayOf } from './day';
import { createTask, updateTask } from './tasks';
import { singlePage, taskMarker, textHead } from './text-page';

/** Makes the open task for the responsible person, due today; its id. */
export function saveTask(context: SalesforceContext, ref: RecordRef, task: TaskDraft): Promise<string> {
  return createTask(context, {
    ref,
    kind: 'Task',
    marker: taskMarker(task.marker),
    ownerId: task.ownerId,
    fields: {
      Subject: shorten(task.subject, MAX_SUBJECT_LENGTH),
      Description: singlePage([task.text, textHead('JivoChat', task.remarks)], task.marker),
      Status: 'Not Started',
      Priority: 'High',
      ActivityDate: dayOf(task.dueAt, context.settings.timeZone),
    },
  });
}

/** Logs the call once and brings it up to date as it goes on; its id. */
export async function saveCall(
  context: SalesforceContext,
  ref: RecordRef,
  call: CallDraft,
  callId: string | undefined,
): Promise<string> {
  const fields = callFields(call, context.settings.timeZone);
  if (callId && (await updateTask(context, callId, fields))) return callId;
  return createTask(context, {
    ref,
    kind: 'Call',
    marker: taskMarker(call.marker),
    ownerId: call.ownerId,
    fields,
  });
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

function callFields(call: CallDraft, timeZone: string): Fields {
  const facts = [
    ...(call.phone ? [{ label: 'Phone', value: call.phone }] : []),
    ...(call.recordUrl ? [{ label: 'Recording', value: call.recordUrl }] : []),
    ...call.remarks,
  ];
  return {
    Subject: shorten(call.title, MAX_SUBJECT_LENGTH),
    Description: singlePage([textHead(call.title, facts)], call.marker),
    Status: STATUS[call.state],
    Priority: 'Normal',
    CallType: call.direction === 'inbound' ? 'Inbound' : 'Outbound',
    CallDisposition: RESULT[call.state],
    ActivityDate: dayOf(call.startedAt, timeZone),
    ...(call.durationMs !== undefined && { CallDurationInSeconds: Math.round(call.durationMs / 1000) }),
  };
}
