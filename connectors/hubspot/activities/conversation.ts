import type { Conversation, WrittenPage } from '../../connector';
import { savePages } from '../../shared/activities';
import { conversationPages, pageMarker, withRefusals } from '../../shared/html-note';
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
  return savePages(conversationPages(conversation, MAX_BODY_LENGTH), written, {
    withRefusals: (page, refused) => withRefusals(page, refused, MAX_BODY_LENGTH),
    update: (id, body) => updateActivity(context, 'notes', id, { properties: {}, body }),
    create(index, body) {
      const marker = pageMarker(conversation.marker, index);
      return createActivity(context, { type: 'notes', contactId, marker, properties, body });
    },
  });
}
