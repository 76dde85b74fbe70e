import { CrmUnavailableError } from '../../errors';
import { tenantName } from '../../shared/tenant';
import type { PipedriveContext } from '../context';
import { idOf, isObject } from './json';
import { V1 } from './version';

const NAME = 'company-id';
/** A token is of one company. */
const TTL_MS = 30 * 24 * 3_600_000;

/** The company's number (Pipedrive reference v1: "Get current user data"), asked for once. */
export async function tenant({ api, memory, settings }: PipedriveContext): Promise<string> {
  const kept = await memory.get(NAME);
  if (typeof kept === 'string') return tenantName(kept, settings.baseUrl);
  const me = await api.get(`${V1}/users/me`);
  const id = isObject(me) ? idOf(me.company_id) : undefined;
  if (!id)
    throw new CrmUnavailableError('unreadable answer', { crm: 'Pipedrive', operation: 'GET v1/users/me' });
  await memory.put(NAME, id, TTL_MS);
  return tenantName(id, settings.baseUrl);
}
