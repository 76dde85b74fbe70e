import { firstWords } from '../../../text/first-words';
import { isolate } from '../../../text/bidi';
import { shorten } from '../../../text/plain-text';
import type { Words } from '../../../text/languages/words';
import type { RecordRef } from '../../../leads/record';
import type { Conversation, WrittenPage } from '../../connector';
import { savePages } from '../../shared/activities';
import type { SalesforceContext } from '../context';
import { dayOf } from '../../../text/formats';
import { mappedFields } from '../records/mapped-fields';
import { createTask, updateTask } from './activities';
import { olderPageMark, pageMark, textPages } from './text-page';

/** Salesforce docs: Task, `Subject`. */
export const MAX_SUBJECT_LENGTH = 255;

/** Writes the conversation as completed tasks; only pages that changed since `written` are sent. */
export async function saveConversation(
  context: SalesforceContext,
  ref: RecordRef,
  conversation: Conversation,
  written: readonly WrittenPage[],
): Promise<WrittenPage[]> {
  const fields = {
    Status: 'Completed',
    Priority: 'Normal',
    ActivityDate: dayOf(conversation.at, conversation.timeZone),
  };
  const { words } = context.call;
  return savePages(textPages(conversation, words), written, {
    mapped: conversation.mapped,
    values: (mapped) => mappedFields(context, 'note', mapped),
    update: (id, text, own) => updateTask(context, id, own, text),
    create(index, text, own) {
      const part = index === 0 ? '' : ` (${words.note.part(index + 1)})`;
      const subject = shorten(subjectOf(conversation, words), MAX_SUBJECT_LENGTH - part.length) + part;
      return createTask(context, {
        ref,
        about: conversation.about,
        kind: 'Task',
        marks: [pageMark(conversation.marker, index), olderPageMark(conversation.marker, index)],
        ownerId: conversation.ownerId,
        text,
        fields: { ...own, Subject: subject, ...fields },
      });
    },
  });
}

/** What a list of activities shows: the visitor's first words, then who it is. */
function subjectOf({ messages, title }: Conversation, { note, quoted }: Words): string {
  const first = messages.find(({ from }) => from === 'visitor');
  const opening = first && firstWords(first.text);
  return note.subject(opening ? `${quoted(isolate(opening))} – ${isolate(title)}` : isolate(title));
}
