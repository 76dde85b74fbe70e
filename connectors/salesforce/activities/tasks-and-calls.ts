import { isolate } from '../../../text/bidi';
import { shorten } from '../../../text/plain-text';
import type { Words } from '../../../text/languages/words';
import { isCalled, type Remark } from '../../../leads/conversation/remarks';
import type { RecordRef } from '../../../leads/record';
import type { CallDraft, CallState, TaskDraft } from '../../connector';
import { callRemarks } from '../../shared/note/call';
import { shownFacts } from '../../shared/note/facts';
import { textFacts, textLine } from '../../shared/note/text';
import type { Fields } from '../api/client';
import type { SalesforceContext } from '../context';
import { mappedFields } from '../records/mapped-fields';
import { MAX_SUBJECT_LENGTH } from './conversation';
import { dayOf } from '../../../text/formats';
import { createTask, updateTask } from './activities';
import { olderTaskMark, singlePage, taskMark, withRefusals } from './text-page';

/** Salesforce docs: Task, `Priority`: the standard values. */
const PRIORITY = { high: 'High', normal: 'Normal', low: 'Low' } as const;

/** Makes the open task for the responsible person, who is reminded of it by Salesforce; its id. */
export async function saveTask(context: SalesforceContext, ref: RecordRef, task: TaskDraft): Promise<string> {
  const { words } = context.call;
  const mapped = await mappedFields(context, 'task', task.mapped);
  const name = task.remarks.find((remark) => isCalled(remark, 'Name'))?.value.replace(/\s+/g, ' ');
  // Salesforce trims a text: without a line above it the first one would lose its indent.
  const head = name ? `● ${isolate(name)}` : '●';
  const message = [head, ...task.text.split('\n').map((line) => `  ${isolate(line)}`)];
  const body = singlePage(
    [message.join('\n'), textFacts(shownFacts([...mapped.dropped, ...task.remarks], words), words)],
    task.marker,
  );
  const { id } = await createTask(context, {
    ref,
    about: task.about,
    kind: 'Task',
    marks: marksOf(task.marker),
    ownerId: task.ownerId,
    text: (refused) => withRefusals(body, refused, words),
    fields: {
      ...mapped.fields,
      Subject: shorten(task.subject, MAX_SUBJECT_LENGTH),
      Status: 'Not Started',
      Priority: PRIORITY[task.priority ?? 'high'],
      ActivityDate: dayOf(task.dueAt, task.timeZone),
      ...(task.remindAt !== undefined && {
        IsReminderSet: true,
        ReminderDateTime: new Date(task.remindAt).toISOString(),
      }),
    },
  });
  return id;
}

function marksOf(marker: string): string[] {
  return [taskMark(marker), olderTaskMark(marker)];
}

/** Logs the call once and brings it up to date as it goes on; its id. */
export async function saveCall(
  context: SalesforceContext,
  ref: RecordRef,
  call: CallDraft,
  callId: string | undefined,
): Promise<string> {
  const { words } = context.call;
  const fields = callFields(call, words);
  const body = callText(call, words);
  const text = (refused: readonly Remark[]) => withRefusals(body, refused, words);
  if (callId && (await updateTask(context, callId, fields, text))) return callId;
  const { id } = await createTask(context, {
    ref,
    about: call.about,
    kind: 'Call',
    marks: marksOf(call.marker),
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

function callText(call: CallDraft, words: Words): string {
  const facts = textFacts(shownFacts(callRemarks(call, [], words), words), words);
  const isCut = call.title.length > MAX_SUBJECT_LENGTH;
  return singlePage([isCut ? `${textLine(call.title)}\n${facts}` : facts], call.marker);
}

function callFields(call: CallDraft, words: Words): Fields {
  return {
    Subject: shorten(call.title, MAX_SUBJECT_LENGTH),
    Status: STATUS[call.state],
    Priority: 'Normal',
    CallType: call.direction === 'inbound' ? 'Inbound' : 'Outbound',
    // Salesforce docs: Task, `CallDisposition`: free text.
    CallDisposition: words.call.results[call.state],
    ActivityDate: dayOf(call.startedAt, call.timeZone),
    ...(call.durationMs !== undefined && { CallDurationInSeconds: Math.round(call.durationMs / 1000) }),
  };
}
