import type { Conversation, WrittenPage } from '../../connector';
import { savePages } from '../../shared/activities';
import { htmlPages, pageKey, pageMark } from '../../shared/note/html-note';
import type { HubSpotContext } from '../context';
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
  return savePages(htmlPages(conversation, MAX_BODY_LENGTH, context.call.words), written, {
    mapped: conversation.mapped,
    values: (mapped) => mappedProperties(context, 'note', mapped),
    update: (id, body, own) => updateActivity(context, 'notes', id, { properties: own, body }),
    create: (index, body, own) =>
      createActivity(context, {
        type: 'notes',
        contactId,
        about: conversation.about,
        key: pageKey(conversation.marker, index),
        mark: pageMark(conversation.marker, index),
        properties: { ...own, ...properties },
        body,
      }),
  });
}
