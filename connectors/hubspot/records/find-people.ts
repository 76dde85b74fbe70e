import type { Person } from '../../../leads/match';
import type { CrmRecord } from '../../../leads/record';
import type { HubSpotContext } from '../context';
import { readProperties } from './fields';
import { recordAsRead } from './people';
import { personFilters } from './search';

/** More candidates than this for one e-mail and one phone are not worth an agent's time. */
const SEARCH_LIMIT = 10;

export async function findContacts(context: HubSpotContext, person: Person): Promise<CrmRecord[]> {
  const filterGroups = personFilters(person);
  if (!filterGroups) return [];
  const { results } = await context.api.search.doSearch('contacts', {
    filterGroups,
    properties: readProperties(context.settings.replyFields),
    sorts: ['-lastmodifieddate'],
    limit: SEARCH_LIMIT,
    after: '0',
  });
  return Promise.all(results.map((contact) => recordAsRead(context, contact)));
}
