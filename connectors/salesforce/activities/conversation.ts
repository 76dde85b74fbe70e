import { shorten } from '../../../text/plain-text';
import type { RecordRef } from '../../../leads/record';
import type { Conversation, WrittenPage } from '../../connector';
import { savePages } from '../../shared/activities';
import type { SalesforceContext } from '../context';
import { dayOf } from '../../shared/day';
import { createTask, updateTask } from './activities';
import { conversationPages, pageMarker, withRefusals } from './text-page';

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
  return savePages(conversationPages(conversation), written, {
    withRefusals,
    update: (id, text) => updateTask(context, id, {}, text),
    create(index, text) {
      const part = index === 0 ? '' : ` (part ${index + 1})`;
      const subject = shorten(`Chat: ${conversation.title}`, MAX_SUBJECT_LENGTH - part.length) + part;
      return createTask(context, {
        ref,
        kind: 'Task',
        marker: pageMarker(conversation.marker, index),
        ownerId: conversation.ownerId,
        text,
        fields: { Subject: subject, ...fields },
      });
    },
  });
}
