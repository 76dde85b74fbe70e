import type { Conversation, WrittenPage } from '../../connector';
import { savePages, type WrittenActivity } from '../../shared/activities';
import { htmlPages, pageKey, pageMark } from '../../shared/note/html-note';
import type { PipedriveContext } from '../context';
import { createActivity, updateActivity } from './activities';

/** "Approximately 100,000 characters (or 100KB)" in one edition of the reference: below it in every script. */
const MAX_BODY_LENGTH = 33_000;
const AUTHOR_REFUSED = 'note-author-refused';
const TTL_MS = 24 * 3_600_000;

/** Writes the conversation as notes on the person and what the chat is about; only pages that changed are sent. */
export async function saveConversation(
  context: PipedriveContext,
  personId: string,
  { about, marker, ownerId, ...conversation }: Conversation,
  written: readonly WrittenPage[],
): Promise<WrittenPage[]> {
  const { call, memory, settings } = context;
  const pages = htmlPages({ ...conversation, marker }, MAX_BODY_LENGTH, call.words);
  return savePages(pages, written, {
    update: (id, body) => updateActivity(context, id, { kind: 'note', fields: {}, body }),
    async create(index, body): Promise<WrittenActivity> {
      const author = ownerId && !(await memory.get(AUTHOR_REFUSED)) ? { user_id: Number(ownerId) } : {};
      const pin = settings.pinNotes === 'on' ? { [`pinned_to_${about?.type ?? 'person'}_flag`]: 1 } : {};
      const made = await createActivity(context, {
        kind: 'note',
        personId,
        about,
        mark: pageMark(marker, index),
        key: pageKey(marker, index),
        fields: { ...author, ...pin },
        body,
      });
      // Only an administrator's token may name another author: for a day the agent is not sent again.
      const isNoAdmin = made.refused.some(({ field, why }) => field === 'owner' && why === 'HTTP 403');
      if (isNoAdmin) await memory.put(AUTHOR_REFUSED, true, TTL_MS);
      return made;
    },
  });
}
