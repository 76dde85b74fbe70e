import type { KnownOwner } from '../../shared/owners/owner-list';
import type { PipedriveApi } from '../api/client';
import { idOf, objectsOf, textOf } from '../api/json';
import { V1 } from '../api/version';

/** All active users (Pipedrive reference v1: "Get all users"). */
export async function readUsers(api: PipedriveApi): Promise<KnownOwner[]> {
  return objectsOf(await api.get(`${V1}/users`)).flatMap((user) => {
    const [id, login] = [idOf(user.id), textOf(user.email)?.toLowerCase()];
    return id && login && user.active_flag !== false ? [{ id, login, name: textOf(user.name) ?? login }] : [];
  });
}
