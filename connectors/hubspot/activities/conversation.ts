import type { Conversation, WrittenPage } from '../../connector';
import { savePages } from '../../shared/activities';
import { conversationPages, emptiedPage, pageKey, pageMark, withRefusals } from '../../shared/note/html-note';
import type { HubSpotContext } from '../context';
import { newest } from '../../shared/fields/mapped-values';
import { mappedProperties } from '../records/mapped-properties';
import type { Properties } from '../records/record';
import { createActivity, updateActivity } from './activities';

/** HubSpot docs: Notes API, `hs_note_body` holds at most 65,536 characters. */
const MAX_BODY_LENGTH = 65_536;

/** Writes the conversation as notes on the contact; only pages that changed since `written` are sent. */
export async function saveConversation(
  context: HubSpotContext,
  contactId: string,
  conversation: Conversation,
  written: readonly WrittenPage[],
): Promise<WrittenPage[]> {
  const properties: Properties = {
    hs_timestamp: new Date(conversation.at).toISOString(),
    ...(conversation.ownerId && { hubspot_owner_id: conversation.ownerId }),
  };
  const { marker } = conversation;
  const { words } = context.call;
  const own = (mapped: Conversation['mapped']) => mappedProperties(context, 'note', mapped);
  return savePages(conversationPages(conversation, MAX_BODY_LENGTH, words), written, {
    withRefusals: (page, refused) => withRefusals(page, refused, MAX_BODY_LENGTH, words),
    emptied: (index) => emptiedPage(marker, index, words),
    async update(id, body) {
      const isFirst = written[0]?.id === id;
      const { fields: again } = await own(isFirst ? newest(conversation.mapped) : []);
      return updateActivity(context, 'notes', id, { properties: again, body });
    },
    async create(index, body) {
      const mapped = await own(index === 0 ? conversation.mapped : []);
      const names = { key: pageKey(marker, index), mark: pageMark(marker, index) };
      const { id, refused } = await createActivity(context, {
        type: 'notes',
        contactId,
        about: conversation.about,
        ...names,
        properties: { ...mapped.fields, ...properties },
        body: (told) => body([...mapped.dropped, ...told]),
      });
      return { id, refused: [...mapped.dropped, ...refused] };
    },
  });
}
