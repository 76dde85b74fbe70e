import type { Exchange } from '../../requests';

export interface PipedriveObject extends Readonly<Record<string, unknown>> {
  id: number | string;
}

/** What a run makes, by the path it is made under. */
export type Kind = 'v1/notes' | 'v2/activities' | 'v1/leads' | 'v2/deals' | 'v2/persons' | 'v2/organizations';

/** The few requests the kit itself makes, apart from the connector's code on purpose. */
export class PipedriveApi {
  constructor(
    private readonly baseUrl: string,
    private readonly token: string,
    private readonly fetch: typeof globalThis.fetch,
  ) {}

  async one(method: string, path: string, body?: object): Promise<PipedriveObject> {
    return (await this.send(method, path, body)) as PipedriveObject;
  }

  async list(path: string): Promise<PipedriveObject[]> {
    return ((await this.send('GET', path)) ?? []) as PipedriveObject[];
  }

  /** Those that are there. */
  async persons(ids: readonly string[]): Promise<PipedriveObject[]> {
    const found: PipedriveObject[] = [];
    for (let start = 0; start < ids.length; start += 100) {
      found.push(...(await this.list(`v2/persons?limit=500&ids=${ids.slice(start, start + 100).join(',')}`)));
    }
    return found;
  }

  /** @returns false when it had gone before. */
  async remove(kind: Kind, id: string): Promise<boolean> {
    const { status, text } = await this.exchange('DELETE', `${kind}/${id}`);
    if ([404, 410].includes(status)) return false;
    if (status !== 200) throw new Error(`Pipedrive does not delete ${kind} ${id}: HTTP ${status} ${text}`);
    return true;
  }

  private async send(method: string, path: string, body?: object): Promise<unknown> {
    const { status, text } = await this.exchange(method, path, body);
    if (status < 200 || status > 299) throw new Error(`Pipedrive: ${method} ${path}: HTTP ${status} ${text}`);
    return (JSON.parse(text) as { data: unknown }).data;
  }

  private async exchange(method: string, path: string, body?: object) {
    const response = await this.fetch(`${this.baseUrl}/api/${path}`, {
      method,
      headers: { 'x-api-token': this.token, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text() };
  }
}

/** What an answered request made; undefined for any other. */
export function madeBy({ method, url, status, text }: Exchange): { kind: Kind; id: string } | undefined {
  const kind = /\/api\/(v1\/(?:notes|leads)|v2\/(?:activities|deals|persons|organizations))$/.exec(
    url.pathname,
  )?.[1];
  if (method !== 'POST' || status < 200 || status > 299 || !kind) return undefined;
  const { data } = JSON.parse(text) as { data: { id: number | string } };
  return { kind: kind as Kind, id: String(data.id) };
}

export const isWrite = (method: string): boolean => method !== 'GET';
