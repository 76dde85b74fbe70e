import {
  FilterOperatorEnum,
  type Filter,
  type FilterGroup,
} from '@hubspot/api-client/lib/codegen/crm/objects';
import type { Person } from '../../../leads/match';

/**
 * One search for an e-mail and a phone: groups are OR-ed, five at most (HubSpot docs: Search the CRM).
 * - `email EQ` does not reliably see secondary addresses (hubspot-api-nodejs #24), so those are asked for as well.
 * - The searchable phone properties hold the number without country code; the caller compares hits in full.
 * @returns undefined when there is nothing to search by.
 * @example
 * of tom@example.com and +1 415 555 2671:
 * email = tom@example.com, or hs_additional_emails has it, or one of the searchable numbers = 4155552671, or phone = +14155552671
 */
export function personFilters({ email, phone }: Person): FilterGroup[] | undefined {
  const filters: Filter[] = [];
  if (email) {
    filters.push(
      { propertyName: 'email', operator: FilterOperatorEnum.Eq, value: email },
      { propertyName: 'hs_additional_emails', operator: FilterOperatorEnum.ContainsToken, value: email },
    );
  }
  if (phone) {
    filters.push(
      {
        propertyName: 'hs_searchable_calculated_phone_number',
        operator: FilterOperatorEnum.Eq,
        value: phone.national,
      },
      {
        propertyName: 'hs_searchable_calculated_mobile_number',
        operator: FilterOperatorEnum.Eq,
        value: phone.national,
      },
      { propertyName: 'phone', operator: FilterOperatorEnum.Eq, value: phone.e164 ?? phone.raw },
    );
  }
  if (filters.length === 0) return undefined;
  return filters.map((filter) => ({ filters: [filter] }));
}
