import { unreadableAnswer } from '../../errors';
import { tenantName } from '../../shared/tenant';
import type { PipedriveContext } from '../context';
import type { PipedriveApi } from './client';
import { idOf, objectOf, type Json } from './json';
import { V1 } from './version';

const NAME = 'company-id';
/** A token is of one company. */
const TTL_MS = 30 * 24 * 3_600_000;

/** Pipedrive reference v1: "Get current user data". @throws PipedriveResponseError 401 for a wrong token. */
export async function readMe(api: PipedriveApi): Promise<Json> {
  return objectOf(await api.get(`${V1}/users/me`));
}

/** The company's number, asked for once. */
export async function tenant({ api, memory, settings }: PipedriveContext): Promise<string> {
  const kept = await memory.get(NAME);
  if (typeof kept === 'string') return tenantName(kept, settings.baseUrl);
  const id = idOf((await readMe(api)).company_id);
  if (!id) throw unreadableAnswer({ crm: 'Pipedrive', operation: 'GET v1/users/me' });
  await memory.put(NAME, id, TTL_MS);
  return tenantName(id, settings.baseUrl);
}
