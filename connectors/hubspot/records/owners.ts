import type { Owner } from '../../connector';
import { OwnerList, type KnownOwner } from '../../shared/owners/owner-list';
import type { HubSpotContext } from '../context';
import { HubSpotResponseError } from '../api/errors';
import type { Properties } from './record';

/** HubSpot docs: Owners API, the largest page. */
const PAGE_SIZE = 500;
const MAX_PAGES = 20;

/** The whole list is kept: one request serves every login, and HubSpot's own filter would not ignore case. */
const ownersOf = (context: HubSpotContext) =>
  new OwnerList(context.memory, () =>
    readOwners(context).catch((error: unknown) => ownersWithoutScope(context, error)),
  );

export function findOwners(
  context: HubSpotContext,
  logins: readonly string[],
): Promise<ReadonlyMap<string, Owner>> {
  return ownersOf(context).find(logins);
}

/** The name from the list, which is read once an hour; undefined for somebody who has left. */
export function ownerName(context: HubSpotContext, ownerId: string): Promise<string | undefined> {
  return ownersOf(context).nameOf(ownerId);
}

/**
 * After the owner was refused: the default one in their place, if there is another one.
 * @param gone what was refused.
 */
export async function withDefaultOwner(
  context: HubSpotContext,
  left: Properties,
  gone: Properties,
): Promise<Properties> {
  const { hubspot_owner_id: refused } = gone;
  if (!refused) return left;
  const owner = await ownersOf(context).insteadOf(refused, context.settings.defaultOwner);
  return owner ? { ...left, hubspot_owner_id: owner } : left;
}

/** Without the scope for owners leads have no owner but the default one, given as an id; they are saved all the same. */
function ownersWithoutScope({ settings, call }: HubSpotContext, error: unknown): KnownOwner[] {
  if (!(error instanceof HubSpotResponseError) || error.status !== 403) throw error;
  call.log.warn('HubSpot does not tell this token the owners: grant crm.objects.owners.read', {
    status: 403,
  });
  const id = settings.defaultOwner;
  return id && /^\d+$/.test(id) ? [{ id, login: id, name: id }] : [];
}

/** HubSpot docs: Owners API. */
interface OwnersPage {
  results: { id: string; email?: string; firstName?: string; lastName?: string; archived: boolean }[];
  paging?: { next?: { after?: string } };
}

async function readOwners(context: HubSpotContext): Promise<KnownOwner[]> {
  const owners: KnownOwner[] = [];
  let after: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const further = after === undefined ? '' : `&after=${encodeURIComponent(after)}`;
    const path = `/crm/v3/owners/?limit=${PAGE_SIZE}&archived=false${further}`;
    const { results, paging } = (await context.api.getJson('GET owners', path)) as OwnersPage;
    owners.push(
      ...results
        .filter(({ archived }) => !archived)
        .map(({ id, email, firstName, lastName }) => ({
          id,
          login: (email ?? '').toLowerCase(),
          name: [firstName, lastName].filter(Boolean).join(' ') || (email ?? id),
        })),
    );
    after = paging?.next?.after;
    if (!after) break;
  }
  return owners;
}
