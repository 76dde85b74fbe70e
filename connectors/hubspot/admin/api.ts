import type { AdminDeps } from '../../admin';
import { unlessRefused } from '../../shared/http/response-error';
import { createJsonApi } from '../api/json-api';
import type { HubSpotSettings } from '../definition';

/** HubSpot's administration endpoints; the generated client would bring half a megabyte for them. */
export interface AdminApi {
  get(path: string): Promise<unknown>;
  /** @throws HubSpotResponseError 409 when something of that name exists. */
  post(path: string, body: unknown): Promise<unknown>;
  /** Every page of a list. */
  list<Item>(path: string): Promise<Item[]>;
}

const PAGE_SIZE = 500;

export function createAdminApi(settings: HubSpotSettings, { fetch, signal }: AdminDeps): AdminApi {
  const api = createJsonApi(settings, { fetch, signal });
  const get = (path: string) => api.getJson(`GET ${path.replace(/\?.*/, '')}`, path);
  return {
    get,
    post: (path, body) => api.postJson(`POST ${path}`, path, body),
    async list<Item>(path: string) {
      const items: Item[] = [];
      let after: string | undefined;
      do {
        const query = `limit=${PAGE_SIZE}${after ? `&after=${encodeURIComponent(after)}` : ''}`;
        const page = (await get(`${path}?${query}`)) as {
          results: Item[];
          paging?: { next?: { after: string } };
        };
        items.push(...page.results);
        after = page.paging?.next?.after;
      } while (after);
      return items;
    },
  };
}

/** The answer, or undefined where this key may not ask. @throws HubSpotResponseError for every other refusal. */
export function ifAllowed<T>(work: Promise<T>): Promise<T | undefined> {
  return unlessRefused(work, [403]);
}
