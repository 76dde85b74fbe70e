import { grant } from '../../../../connectors/salesforce/api/sign-in';
import type { SalesforceSettings } from '../../../../connectors/salesforce/definition';
import type { Exchange } from '../../requests';

export type Row = Readonly<Record<string, unknown>>;

const VERSION = 'v64.0';
/** A query has at most 100,000 characters; this many ids are far from it. */
const IDS_IN_A_QUERY = 200;

/** The few requests the kit itself makes, apart from the connector's code on purpose; only the sign-in is shared. */
export class SalesforceApi {
  private constructor(
    readonly instanceUrl: string,
    /** Whoever we are: the owner of all that names none. */
    readonly userId: string,
    private readonly token: string,
    private readonly fetch: typeof globalThis.fetch,
  ) {}

  static async signIn(settings: SalesforceSettings, fetch: typeof globalThis.fetch): Promise<SalesforceApi> {
    const response = await fetch(`${settings.loginUrl}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams(grant(settings, Date.now())),
    });
    if (!response.ok) throw new Error(`Salesforce does not let us in: HTTP ${response.status}`);
    const answer = (await response.json()) as { access_token: string; instance_url: string; id: string };
    const userId = new URL(answer.id).pathname.split('/').at(-1)!;
    return new SalesforceApi(answer.instance_url, userId, answer.access_token, fetch);
  }

  async query(soql: string): Promise<Row[]> {
    const { records } = (await this.send('GET', `/query?q=${encodeURIComponent(soql)}`)) as {
      records: Row[];
    };
    return records;
  }

  /** Those of the records that are there. @param select everything before WHERE. */
  async byIds(select: string, ids: readonly string[]): Promise<Row[]> {
    const found: Row[] = [];
    for (let start = 0; start < ids.length; start += IDS_IN_A_QUERY) {
      const list = ids.slice(start, start + IDS_IN_A_QUERY).map((id) => `'${id}'`);
      found.push(...(await this.query(`${select} WHERE Id IN (${list.join(', ')})`)));
    }
    return found;
  }

  /** Past assignment and duplicate rules: what a colleague insists on. */
  async create(type: string, fields: object): Promise<string> {
    return ((await this.send('POST', `/sobjects/${type}`, fields)) as { id: string }).id;
  }

  async update(type: string, id: string, fields: object): Promise<void> {
    const { status, text } = await this.exchange('PATCH', `/sobjects/${type}/${id}`, fields);
    if (status !== 204) throw new Error(`Salesforce does not change ${type} ${id}: HTTP ${status} ${text}`);
  }

  /** @returns false when it had gone before. */
  async remove(type: string, id: string): Promise<boolean> {
    const { status, text } = await this.exchange('DELETE', `/sobjects/${type}/${id}`);
    if (status === 404) return false;
    if (status !== 204) throw new Error(`Salesforce does not delete ${type} ${id}: HTTP ${status} ${text}`);
    return true;
  }

  private async send(method: string, path: string, body?: object): Promise<unknown> {
    const { status, text } = await this.exchange(method, path, body);
    if (status < 200 || status > 299)
      throw new Error(`Salesforce: ${method} ${path}: HTTP ${status} ${text}`);
    return JSON.parse(text) as unknown;
  }

  private async exchange(method: string, path: string, body?: object) {
    const response = await this.fetch(`${this.instanceUrl}/services/data/${VERSION}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        'content-type': 'application/json',
        'Sforce-Auto-Assign': 'FALSE',
        'Sforce-Duplicate-Rule-Header': 'allowSave=true',
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text() };
  }
}

/** What an answered request made; undefined for any other. */
export function madeBy({ method, url, status, text }: Exchange): { type: string; id: string } | undefined {
  const type = /\/sobjects\/(\w+)(?:\/|$)/.exec(url.pathname)?.[1];
  if (method === 'GET' || status !== 201 || !type) return undefined;
  return { type, id: (JSON.parse(text) as { id: string }).id };
}

export function isWrite(method: string, { pathname }: URL): boolean {
  return method !== 'GET' && pathname.includes('/sobjects/');
}
