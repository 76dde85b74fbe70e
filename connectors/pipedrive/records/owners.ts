import type { Log } from '../../connector';
import type { KnownOwner } from '../../shared/owners/owner-list';
import type { PipedriveApi } from '../api/client';
import { PipedriveResponseError, isBusy } from '../api/errors';
import { idOf, objectsOf, textOf } from '../api/json';
import { V1 } from '../api/version';
import type { PipedriveSettings } from '../definition';

/**
 * All active users (Pipedrive reference v1: "Get all users"). Where the token may not see them, leads have no owner but the
 * default one, given as an id; they are saved all the same.
 */
export async function readUsers(
  api: PipedriveApi,
  { defaultOwner }: Pick<PipedriveSettings, 'defaultOwner'>,
  log: Pick<Log, 'warn'>,
): Promise<KnownOwner[]> {
  try {
    return objectsOf(await api.get(`${V1}/users`)).flatMap((user) => {
      const [id, login] = [idOf(user.id), textOf(user.email)?.toLowerCase()];
      return id && login && user.active_flag !== false
        ? [{ id, login, name: textOf(user.name) ?? login }]
        : [];
    });
  } catch (error) {
    if (!(error instanceof PipedriveResponseError) || error.status !== 403 || isBusy(error)) throw error;
    log.warn('Pipedrive does not tell this token the users: owners are not found by their logins', {
      status: 403,
    });
    return defaultOwner && /^\d+$/.test(defaultOwner)
      ? [{ id: defaultOwner, login: defaultOwner, name: defaultOwner }]
      : [];
  }
}
