import type { AdminDeps } from '../../admin';
import { unlessRefused } from '../../shared/http/response-error';
import type { KnownOwner } from '../../shared/owners/owner-list';
import { createJsonApi } from '../api/json-api';
import { readOwners } from '../records/owners';
import type { HubSpotSettings } from '../definition';

/** HubSpot's administration endpoints; the generated client would bring half a megabyte for them. */
export interface AdminApi {
  get(path: string): Promise<unknown>;
  /** @throws HubSpotResponseError 409 when something of that name exists. */
  post(path: string, body: unknown): Promise<unknown>;
  /** All active ones. */
  owners(): Promise<KnownOwner[]>;
}

export function createAdminApi(settings: HubSpotSettings, { fetch, signal }: AdminDeps): AdminApi {
  const api = createJsonApi(settings, { fetch, signal });
  return {
    get: (path) => api.getJson(`GET ${path.replace(/\?.*/, '')}`, path),
    post: (path, body) => api.postJson(`POST ${path}`, path, body),
    owners: () => readOwners(api),
  };
}

/** The answer, or undefined where this key may not ask. @throws HubSpotResponseError for every other refusal. */
export function ifAllowed<T>(work: Promise<T>): Promise<T | undefined> {
  return unlessRefused(work, [403]);
}
