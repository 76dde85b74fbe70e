import type { Exchange } from '../../requests';

export type ObjectType = 'contacts' | 'notes' | 'tasks' | 'calls' | 'leads' | 'deals';

export interface HubSpotObject {
  id: string;
  properties: Record<string, string | null>;
}

interface OwnerAnswer {
  id: string;
  email: string;
}

/** HubSpot docs: batch read takes 100 ids. */
const BATCH_SIZE = 100;

/** The few requests the kit itself makes, apart from the connector's code on purpose. */
export class HubSpotApi {
  constructor(
    private readonly baseUrl: string,
    private readonly token: string,
    private readonly fetch: typeof globalThis.fetch,
  ) {}

  async create(
    type: ObjectType,
    properties: Record<string, string>,
    associations: object[] = [],
  ): Promise<HubSpotObject> {
    const body = { properties, associations };
    return (await this.send('POST', `/crm/v3/objects/${type}`, body)) as HubSpotObject;
  }

  async update(type: ObjectType, id: string, properties: Record<string, string>): Promise<void> {
    await this.send('PATCH', `/crm/v3/objects/${type}/${id}`, { properties });
  }

  /** How many objects of the other type hang on it. */
  async associated(type: ObjectType, id: string, other: ObjectType): Promise<number> {
    const path = `/crm/v3/objects/${type}/${id}?associations=${other}`;
    const { associations } = (await this.send('GET', path)) as {
      associations?: Partial<Record<ObjectType, { results: { id: string }[] }>>;
    };
    return new Set((associations?.[other]?.results ?? []).map((each) => each.id)).size;
  }

  async merge(primaryObjectId: string, objectIdToMerge: string): Promise<HubSpotObject> {
    const body = { primaryObjectId, objectIdToMerge };
    return (await this.send('POST', '/crm/v3/objects/contacts/merge', body)) as HubSpotObject;
  }

  /** Those that are gone are left out. */
  async read(type: ObjectType, ids: string[], properties: string[]): Promise<HubSpotObject[]> {
    const found: HubSpotObject[] = [];
    for (let start = 0; start < ids.length; start += BATCH_SIZE) {
      const inputs = ids.slice(start, start + BATCH_SIZE).map((id) => ({ id }));
      const body = { properties, propertiesWithHistory: [], inputs };
      const { results } = (await this.send('POST', `/crm/v3/objects/${type}/batch/read`, body)) as {
        results: HubSpotObject[];
      };
      found.push(...results);
    }
    return found;
  }

  /** By association, which does not lag as the search does; the oldest first. */
  async onContact(type: ObjectType, contactId: string, properties: string[]): Promise<HubSpotObject[]> {
    const path = `/crm/v3/objects/contacts/${contactId}?associations=${type}`;
    const { associations } = (await this.send('GET', path)) as {
      associations?: Partial<Record<ObjectType, { results: { id: string }[] }>>;
    };
    const ids = (associations?.[type]?.results ?? []).map(({ id }) => id);
    const found = await this.read(type, [...new Set(ids)], properties);
    return found.sort((a, b) => Number(a.id) - Number(b.id));
  }

  async owners(archived: boolean): Promise<{ id: string; login: string }[]> {
    const { results } = (await this.send('GET', `/crm/v3/owners/?limit=500&archived=${archived}`)) as {
      results: OwnerAnswer[];
    };
    return results.filter(({ email }) => email).map(({ id, email }) => ({ id, login: email }));
  }

  async account(): Promise<{ portalId: number }> {
    return (await this.send('GET', '/account-info/v3/details')) as { portalId: number };
  }

  /** Undefined when there is none, or the token may not ask. */
  async contactProperty(name: string): Promise<{ hasUniqueValue?: boolean } | undefined> {
    const { status, text } = await this.exchange('GET', `/crm/v3/properties/contacts/${name}`);
    return status === 200 ? (JSON.parse(text) as { hasUniqueValue?: boolean }) : undefined;
  }

  /** @returns false when it had gone before. */
  async archive(type: ObjectType, id: string): Promise<boolean> {
    const { status, text } = await this.exchange('DELETE', `/crm/v3/objects/${type}/${id}`);
    if (status === 404) return false;
    if (status !== 204) throw new Error(`HubSpot does not archive ${type} ${id}: HTTP ${status} ${text}`);
    return true;
  }

  private async send(method: string, path: string, body?: unknown): Promise<unknown> {
    const { status, text } = await this.exchange(method, path, body);
    if (status < 200 || status > 299) throw new Error(`HubSpot: ${method} ${path}: HTTP ${status} ${text}`);
    return JSON.parse(text) as unknown;
  }

  private async exchange(method: string, path: string, body?: unknown) {
    const response = await this.fetch(this.baseUrl + path, {
      method,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text() };
  }
}

/** What an answered request made; undefined for any other. */
export function madeBy({
  method,
  url,
  status,
  text,
}: Exchange): { type: ObjectType; id: string } | undefined {
  const type = /\/(contacts|notes|tasks|calls|leads|deals)$/.exec(url.pathname)?.[1];
  if (method !== 'POST' || status !== 201 || !type) return undefined;
  return { type: type as ObjectType, id: (JSON.parse(text) as { id: string }).id };
}

export function isWrite(method: string, { pathname }: URL): boolean {
  return method !== 'GET' && !/\/(search|batch\/read)$/.test(pathname);
}
