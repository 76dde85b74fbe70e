import type { Owner } from '../../../../connectors/connector';
import { users } from '../api/account';
import type { MemoryContext } from '../context';

export async function findOwners(
  context: MemoryContext,
  logins: readonly string[],
): Promise<ReadonlyMap<string, Owner>> {
  const active = (await users(context)).filter((user) => user.active);
  const isOf = (login: string) => (user: { id: string; login: string }) =>
    user.id === login || user.login.toLowerCase() === login.toLowerCase();
  return new Map(logins.flatMap((login) => active.filter(isOf(login)).map((user) => [login, user] as const)));
}

export async function ownerName(context: MemoryContext, ownerId: string): Promise<string | undefined> {
  return (await users(context)).find(({ id }) => id === ownerId)?.name;
}
