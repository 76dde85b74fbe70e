import { allPages } from '../../shared/http/pages';
import type { KnownOwner } from '../../shared/owners/owner-list';
import type { JsonApi } from '../api/json-api';

/** HubSpot docs: Owners API, the largest page. */
const PAGE_SIZE = 500;
const MAX_PAGES = 20;

/** HubSpot docs: Owners API. */
interface OwnersPage {
  results: { id: string; email?: string; firstName?: string; lastName?: string; archived: boolean }[];
  paging?: { next?: { after?: string } };
}

/** All active owners: HubSpot's own filter for one login would not ignore case. */
export function readOwners(api: Pick<JsonApi, 'get'>): Promise<KnownOwner[]> {
  return allPages(MAX_PAGES, async (after?: string) => {
    const further = after === undefined ? '' : `&after=${encodeURIComponent(after)}`;
    const path = `/crm/v3/owners/?limit=${PAGE_SIZE}&archived=false${further}`;
    const { results, paging } = (await api.get(path)) as OwnersPage;
    const items = results
      .filter(({ archived }) => !archived)
      .map(({ id, email, firstName, lastName }) => ({
        id,
        login: (email ?? '').toLowerCase(),
        name: [firstName, lastName].filter(Boolean).join(' ') || (email ?? id),
      }));
    return { items, next: paging?.next?.after || undefined };
  });
}
