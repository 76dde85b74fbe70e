import type { CrmRecord } from '../../../leads/record';
import { HubSpotResponseError, contactGone } from '../api/errors';
import type { HubSpotContext } from '../context';
import { definedPlaces, readProperties } from './fields';
import { rememberPlaces } from './known-fields';
import { toRecord, type Contact } from './record';

/**
 * The contact by its id, or by a unique property; HubSpot answers a merged one with the contact it was merged into.
 * @returns undefined when it was deleted.
 */
export async function getContact(
  context: HubSpotContext,
  id: string,
  idProperty?: string,
): Promise<CrmRecord | undefined> {
  const properties = readProperties(context.settings.replyFields);
  try {
    const contact = await context.api.objects.getById(
      'contacts',
      id,
      properties,
      undefined,
      undefined,
      false,
      idProperty,
    );
    return await recordAsRead(context, contact);
  } catch (error) {
    if (error instanceof HubSpotResponseError && error.status === 404) return undefined;
    throw error;
  }
}

/** Remembers which of our fields the contact has: nobody has to ask for them. */
export async function recordAsRead({ memory, call }: HubSpotContext, contact: Contact): Promise<CrmRecord> {
  const places = definedPlaces(contact.properties);
  await rememberPlaces(memory, places);
  return toRecord(contact, places, call.words);
}

/**
 * The contact's objects of a type, by association: unlike the search it shows them at once.
 * @throws CrmUnavailableError when the contact is gone.
 */
export async function associatedWith(
  { api }: HubSpotContext,
  contactId: string,
  type: string,
): Promise<{ id: string; type: string }[]> {
  const contact = await api.objects
    .getById('contacts', contactId, [], undefined, [type], false)
    .catch((error: unknown) => {
      throw error instanceof HubSpotResponseError && error.status === 404 ? contactGone(error) : error;
    });
  return contact.associations?.[type]?.results ?? [];
}
