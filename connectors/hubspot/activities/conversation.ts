import type { Conversation, WrittenPage } from '../../connector';
import { savePages } from '../../shared/activities';
import { conversationPages, emptiedPage, pageKey, pageMark, withRefusals } from '../../shared/html-note';
import type { HubSpotContext } from '../context';
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
  return savePages(conversationPages(conversation, MAX_BODY_LENGTH, words), written, {
    withRefusals: (page, refused) => withRefusals(page, refused, MAX_BODY_LENGTH, words),
    emptied: (index) => emptiedPage(marker, index, words),
    update: (id, body) => updateActivity(context, 'notes', id, { properties: {}, body }),
    create(index, body) {
      const names = { key: pageKey(marker, index), mark: pageMark(marker, index) };
      return createActivity(context, {
        type: 'notes',
        contactId,
        about: conversation.about,
        ...names,
        properties,
        body,
      });
    },
  });
}
