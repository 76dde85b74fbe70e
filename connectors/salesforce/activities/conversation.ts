import { createHash } from 'node:crypto';
import { shorten } from '../../../text/plain-text';
import type { Remark } from '../../../leads/lead';
import type { RecordRef } from '../../../leads/record';
import type { Conversation, WrittenPage } from '../../connector';
import type { SalesforceContext } from '../context';
import { dayOf } from './day';
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
  const saved: WrittenPage[] = [];
  for (const [index, body] of conversationPages(conversation).entries()) {
    saved.push(await savePage(context, ref, { body, index, conversation }, written[index]));
  }
  return saved;
}

interface Page {
  body: string;
  index: number;
  conversation: Conversation;
}

async function savePage(
  context: SalesforceContext,
  ref: RecordRef,
  { body, index, conversation }: Page,
  written: WrittenPage | undefined,
): Promise<WrittenPage> {
  const hash = createHash('sha256').update(body).digest('base64url');
  if (written?.hash === hash) return written;
  if (written) {
    const before = written.refused ?? [];
    const text = (refused: readonly Remark[]) => withRefusals(body, [...before, ...refused]);
    const updated = await updateTask(context, written.id, {}, text);
    if (updated) return { ...written, hash };
  }
  const part = index === 0 ? '' : ` (part ${index + 1})`;
  const { id, refused } = await createTask(context, {
    ref,
    kind: 'Task',
    marker: pageMarker(conversation.marker, index),
    ownerId: conversation.ownerId,
    text: (told) => withRefusals(body, told),
    fields: {
      Subject: shorten(`Chat: ${conversation.title}`, MAX_SUBJECT_LENGTH - part.length) + part,
      Status: 'Completed',
      Priority: 'Normal',
      ActivityDate: dayOf(conversation.at, conversation.timeZone),
    },
  });
  return { id, hash, ...(refused.length > 0 && { refused }) };
}
