import { firstWords } from '../../../text/first-words';
import { isolate } from '../../../text/bidi';
import { shorten } from '../../../text/plain-text';
import type { Words } from '../../../text/languages/words';
import type { RecordRef } from '../../../leads/record';
import type { Conversation, WrittenPage } from '../../connector';
import { savePages } from '../../shared/activities';
import type { SalesforceContext } from '../context';
import { dayOf } from '../../shared/fields/day';
import { newest } from '../../shared/fields/mapped-values';
import { mappedFields } from '../records/mapped-fields';
import { createTask, updateTask } from './activities';
import { conversationPages, emptiedPage, olderPageMark, pageMark, withRefusals } from './text-page';

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
  const { marker } = conversation;
  const { words } = context.call;
  const own = (mapped: Conversation['mapped']) => mappedFields(context, 'note', mapped);
  return savePages(conversationPages(conversation, words), written, {
    withRefusals: (page, refused) => withRefusals(page, refused, words),
    emptied: (index) => emptiedPage(marker, index, words),
    async update(id, text) {
      const isFirst = written[0]?.id === id;
      const { fields: again } = await own(isFirst ? newest(conversation.mapped) : []);
      return updateTask(context, id, again, text);
    },
    async create(index, text) {
      const mapped = await own(index === 0 ? conversation.mapped : []);
      const part = index === 0 ? '' : ` (${words.note.part(index + 1)})`;
      const subject = shorten(subjectOf(conversation, words), MAX_SUBJECT_LENGTH - part.length) + part;
      const { id, refused } = await createTask(context, {
        ref,
        about: conversation.about,
        kind: 'Task',
        marks: [pageMark(marker, index), olderPageMark(marker, index)],
        ownerId: conversation.ownerId,
        text: (told) => text([...mapped.dropped, ...told]),
        fields: { ...mapped.fields, Subject: subject, ...fields },
      });
      return { id, refused: [...mapped.dropped, ...refused] };
    },
  });
}

/** What a list of activities shows: the visitor's first words, then who it is. */
function subjectOf({ messages, title }: Conversation, { note, quoted }: Words): string {
  const first = messages.find(({ from }) => from === 'visitor');
  const opening = first && firstWords(first.text);
  return note.subject(opening ? `${quoted(isolate(opening))} – ${isolate(title)}` : isolate(title));
}
