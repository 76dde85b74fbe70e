import type { CrmRecord } from '../../../leads/record';
import { unlessRefused } from '../../shared/http/response-error';
import { asContactGone } from '../api/errors';
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
  const { objects } = context.api;
  const properties = readProperties(context.settings.replyFields);
  const reading = objects.getById('contacts', id, properties, undefined, undefined, false, idProperty);
  const contact = await unlessRefused(reading, [404]);
  return contact && recordAsRead(context, contact);
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
    .catch(asContactGone);
  return contact.associations?.[type]?.results ?? [];
}
