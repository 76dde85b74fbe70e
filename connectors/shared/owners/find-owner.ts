import type { ConnectorSession, Owner } from '../../connector';

/**
 * The first of the logins that belongs to somebody, else the configured default; all are asked for at once.
 * @param logins best first.
 * @param chosen told which of the logins it was.
 */
export async function findOwner(
  findOwners: ConnectorSession['findOwners'],
  logins: readonly string[],
  defaultOwner: string | undefined,
  chosen?: (login: string) => void,
): Promise<Owner | undefined> {
  const wanted = defaultOwner ? [...logins, defaultOwner] : logins;
  if (wanted.length === 0) return undefined;
  const found = await findOwners(wanted);
  const login = wanted.find((one) => found.has(one));
  if (login !== undefined) chosen?.(login);
  return login === undefined ? undefined : found.get(login);
}
