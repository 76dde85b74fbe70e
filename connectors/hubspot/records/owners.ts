import type { Owner } from '../../connector';
import { findOwner } from '../../shared/find-owner';
import type { HubSpotContext } from '../context';
import { HubSpotResponseError } from '../api/errors';
import type { Properties } from './record';

interface KnownOwner {
  id: string;
  login: string;
  name: string;
}

const NAME = 'owners';
/** People join and leave; an hour of not knowing is harmless, the default owner serves meanwhile. */
const TTL_MS = 3_600_000;
/** HubSpot docs: Owners API, the largest page. */
const PAGE_SIZE = 500;
const MAX_PAGES = 20;

/** The whole list is kept: one request serves every login, and HubSpot's own filter would not ignore case. */
export async function findOwners(
  context: HubSpotContext,
  logins: readonly string[],
): Promise<ReadonlyMap<string, Owner>> {
  const owners = await loadOwners(context);
  const found = logins.flatMap((login): [string, Owner][] => {
    const owner = owners.find(({ id, login: known }) => known === login.toLowerCase() || id === login);
    return owner ? [[login, { id: owner.id, name: owner.name }]] : [];
  });
  return new Map(found);
}

/** The name from the list, which is read once an hour; undefined for somebody who has left. */
export async function ownerName(context: HubSpotContext, ownerId: string): Promise<string | undefined> {
  return (await loadOwners(context)).find((owner) => owner.id === ownerId)?.name;
}

/**
 * After the owner was refused: the default one in their place, if there is another one. Whoever was refused has left, so
 * the kept list does not name them any more.
 * @param gone what was refused.
 */
export async function withDefaultOwner(
  context: HubSpotContext,
  left: Properties,
  gone: Properties,
): Promise<Properties> {
  const { hubspot_owner_id: refused } = gone;
  if (!refused) return left;
  const kept = await keptOwners(context);
  if (kept?.some(({ id }) => id === refused)) {
    await context.memory.put(
      NAME,
      kept.filter(({ id }) => id !== refused),
      TTL_MS,
    );
  }
  const owner = await findOwner((logins) => findOwners(context, logins), [], context.settings.defaultOwner);
  return owner && owner.id !== refused ? { ...left, hubspot_owner_id: owner.id } : left;
}

async function loadOwners(context: HubSpotContext): Promise<KnownOwner[]> {
  const kept = await keptOwners(context);
  if (kept) return kept;
  const owners = await readOwners(context).catch((error: unknown) => ownersWithoutScope(context, error));
  await context.memory.put(NAME, owners, TTL_MS);
  return owners;
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

async function readOwners(context: HubSpotContext): Promise<KnownOwner[]> {
  const owners: KnownOwner[] = [];
  let after: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const { results, paging } = await context.api.owners.getPage(undefined, after, PAGE_SIZE, false);
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

async function keptOwners(context: HubSpotContext): Promise<KnownOwner[] | undefined> {
  const kept = await context.memory.get(NAME);
  return Array.isArray(kept) ? (kept as KnownOwner[]) : undefined;
}
