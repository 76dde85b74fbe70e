import type { ConnectorSession, Owner } from '../connector';

/**
 * The first of the logins that belongs to somebody, else the configured default; all are asked for at once.
 * @param logins best first.
 */
export async function findOwner(
  findOwners: ConnectorSession['findOwners'],
  logins: readonly string[],
  defaultOwner: string | undefined,
): Promise<Owner | undefined> {
  const wanted = defaultOwner ? [...logins, defaultOwner] : logins;
  if (wanted.length === 0) return undefined;
  const found = await findOwners(wanted);
  return wanted.map((login) => found.get(login)).find((owner) => owner !== undefined);
}
