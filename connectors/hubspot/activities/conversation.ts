import { createHash } from 'node:crypto';
import type { Conversation, WrittenPage } from '../../connector';
import { createActivity, updateActivity } from './activities';
import type { HubSpotContext } from '../context';
import { conversationPages, pageMarker, withRefusals } from './note';
import type { Properties } from '../records/record';

/** Writes the conversation as notes on the contact; only pages that changed since `written` are sent. */
export async function saveConversation(
  context: HubSpotContext,
  contactId: string,
  conversation: Conversation,
  written: readonly WrittenPage[],
): Promise<WrittenPage[]> {
  const saved: WrittenPage[] = [];
  for (const [index, body] of conversationPages(conversation).entries()) {
    const marker = pageMarker(conversation.marker, index);
    saved.push(await savePage(context, contactId, { body, marker, conversation }, written[index]));
  }
  return saved;
}

interface Page {
  body: string;
  marker: string;
  conversation: Conversation;
}

async function savePage(
  context: HubSpotContext,
  contactId: string,
  { body, marker, conversation }: Page,
  written: WrittenPage | undefined,
): Promise<WrittenPage> {
  const hash = createHash('sha256').update(body).digest('base64url');
  if (written?.hash === hash) return written;
  if (written) {
    const before = written.refused ?? [];
    const updated = await updateActivity(context, 'notes', written.id, {
      properties: {},
      body: (refused) => withRefusals(body, [...before, ...refused]),
    });
    if (updated) return { ...written, hash };
  }
  const properties: Properties = {
    hs_timestamp: new Date(conversation.at).toISOString(),
    ...(conversation.ownerId && { hubspot_owner_id: conversation.ownerId }),
  };
  const { id, refused } = await createActivity(context, {
    type: 'notes',
    contactId,
    marker,
    properties,
    body: (refusals) => withRefusals(body, refusals),
  });
  return { id, hash, ...(refused.length > 0 && { refused }) };
}
