import { associationType } from './association-types';
import type { HubSpotState, StoredRecord } from './state';

/** HubSpot docs: Associations: contact to its primary company. */
const PRIMARY = 1;

/**
 * What HubSpot works out of a contact's associations (HubSpot help: default contact properties); nothing where there are none.
 * - `associatedcompanyid`: the primary company.
 */
export function calculatedOf(
  state: HubSpotState,
  { type, id }: StoredRecord,
  asked: readonly string[],
): Record<string, string> {
  if (type !== 'contacts' || !asked.includes('associatedcompanyid')) return {};
  const companies = tiedTo(state, id, 'companies');
  const company = companies.find(({ typeId }) => typeId === PRIMARY) ?? companies[0];
  return company ? { associatedcompanyid: company.id } : {};
}

/** The records of a type that a contact is tied to, from whichever end it was tied. */
function tiedTo({ associations }: HubSpotState, contactId: string, to: string) {
  return associations.flatMap(({ fromType, fromId, toType, toId, typeId }) => {
    if (fromType === 'contacts' && fromId === contactId && toType === to) return [{ id: toId, typeId }];
    if (toType !== 'contacts' || toId !== contactId || fromType !== to) return [];
    return [{ id: fromId, typeId: associationType(to, 'contacts', typeId)!.inverseId }];
  });
}
