import { firstWords } from '../../../text/first-words';
import { isolate } from '../../../text/bidi';
import { dayOf } from '../../../text/formats';
import { shorten } from '../../../text/plain-text';
import type { Words } from '../../../text/languages/words';
import type { CallDraft, CallState, Conversation, TaskDraft } from '../../connector';
import type { Fields } from '../api/client';

/** Salesforce docs: Task, `Subject`. */
export const MAX_SUBJECT_LENGTH = 255;

/** Salesforce docs: Task, `Priority`: the standard values. */
const PRIORITY = { high: 'High', normal: 'Normal', low: 'Low' } as const;

/** Salesforce docs: Task, `Status`: the standard values. */
const STATUS: Record<CallState, string> = {
  ringing: 'In Progress',
  in_progress: 'In Progress',
  completed: 'Completed',
  failed: 'Completed',
};

/** A conversation stands in completed tasks. */
export function noteFields(conversation: Conversation, page: number, words: Words): Fields {
  const part = page === 0 ? '' : ` (${words.note.part(page + 1)})`;
  return {
    Subject: shorten(subjectOf(conversation, words), MAX_SUBJECT_LENGTH - part.length) + part,
    Status: 'Completed',
    Priority: 'Normal',
    ActivityDate: dayOf(conversation.at, conversation.timeZone),
  };
}

/** What a list of activities shows: the visitor's first words, then who it is. */
function subjectOf({ messages, title }: Conversation, { note, quoted }: Words): string {
  const first = messages.find(({ from }) => from === 'visitor');
  const opening = first && firstWords(first.text);
  return note.subject(opening ? `${quoted(isolate(opening))} – ${isolate(title)}` : isolate(title));
}

/** An open task, of which Salesforce reminds the responsible person. */
export function taskFields(task: TaskDraft): Fields {
  return {
    Subject: shorten(task.subject, MAX_SUBJECT_LENGTH),
    Status: 'Not Started',
    Priority: PRIORITY[task.priority ?? 'high'],
    ActivityDate: dayOf(task.dueAt, task.timeZone),
    ...(task.remindAt !== undefined && {
      IsReminderSet: true,
      ReminderDateTime: new Date(task.remindAt).toISOString(),
    }),
  };
}

export function callFields(call: CallDraft, words: Words): Fields {
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
