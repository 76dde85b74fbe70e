import { FilterOperatorEnum, type FilterGroup } from '@hubspot/api-client/lib/codegen/crm/objects';
import type { Person } from '../../../leads/match';
import type { CrmRecord } from '../../../leads/record';
import type { HubSpotContext } from '../context';
import { unlessRefused } from '../../shared/http/response-error';
import { readProperties } from './fields';
import { getContact, recordAsRead } from './people';
import { personFilters } from './search';

/** More candidates than this for one e-mail and one phone are not worth an agent's time. */
const SEARCH_LIMIT = 10;

export async function findContacts(context: HubSpotContext, person: Person): Promise<CrmRecord[]> {
  const filterGroups = personFilters(person);
  return filterGroups ? search(context, filterGroups) : [];
}

/** A property is made unique, or made anew, by hand. */
const NOT_UNIQUE_MS = 3_600_000;

/**
 * Contacts whose property holds the value: the one that has it where values are unique, which is exact at once; else by a
 * search, which lags behind.
 * @throws HubSpotResponseError for a property that there is not.
 */
export async function findByProperty(
  context: HubSpotContext,
  property: string,
  value: string,
): Promise<CrmRecord[]> {
  const notUnique = `not-unique-${property}`;
  if (!(await context.memory.get(notUnique))) {
    const reading = getContact(context, value, property).then((contact) => (contact ? [contact] : []));
    const unique = await unlessRefused(reading, [400]);
    if (unique) return unique;
  }
  const filters = [{ propertyName: property, operator: FilterOperatorEnum.Eq, value }];
  const found = await search(context, [{ filters }]);
  await context.memory.put(notUnique, true, NOT_UNIQUE_MS);
  return found;
}

async function search(context: HubSpotContext, filterGroups: FilterGroup[]): Promise<CrmRecord[]> {
  const { results } = await context.api.search.doSearch('contacts', {
    filterGroups,
    properties: readProperties(context.settings.replyFields),
    sorts: ['-lastmodifieddate'],
    limit: SEARCH_LIMIT,
    after: '0',
  });
  return Promise.all(results.map((contact) => recordAsRead(context, contact)));
}
