import type { AdminDeps } from '../../admin';
import { HubSpotResponseError } from '../api/errors';
import type { HubSpotSettings } from '../definition';
import { sendToHubSpot } from '../api/transport';

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
  async function send(method: string, path: string, body?: unknown): Promise<unknown> {
    const request = {
      operation: `${method} ${path.replace(/\?.*/, '')}`,
      method,
      url: settings.baseUrl + path,
      headers: {
        authorization: `Bearer ${settings.accessToken}`,
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      // A name can be made once only: what an earlier attempt made is answered with 409.
      repeatable: true,
    };
    const { text } = await sendToHubSpot(request, { fetch, signal });
    return JSON.parse(text) as unknown;
  }
  return {
    get: (path) => send('GET', path),
    post: (path, body) => send('POST', path, body),
    async list<Item>(path: string) {
      const items: Item[] = [];
      let after: string | undefined;
      do {
        const query = `limit=${PAGE_SIZE}${after ? `&after=${encodeURIComponent(after)}` : ''}`;
        const page = (await send('GET', `${path}?${query}`)) as {
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
export async function ifAllowed<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof HubSpotResponseError && error.status === 403) return undefined;
    throw error;
  }
}
