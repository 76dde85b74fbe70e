import type { AdminDeps } from '../../admin';
import { API_VERSION } from '../api/version';
import { SalesforceResponseError } from '../api/errors';
import { Org } from '../api/account';
import type { SalesforceSettings } from '../definition';
import type { Row } from '../api/client';
import type { Soql } from '../api/soql';
import { transport } from '../api/transport';

/** What describe says of a field (Salesforce docs: DescribeSObjectResult). */
export interface DescribedField {
  name: string;
  type: string;
  nillable: boolean;
  createable: boolean;
  updateable: boolean;
  defaultedOnCreate: boolean;
  externalId: boolean;
  unique: boolean;
  restrictedPicklist: boolean;
  picklistValues: readonly { value: string; active: boolean }[];
  relationshipName: string | null;
  referenceTo: readonly string[];
}

export interface Described {
  createable: boolean;
  updateable: boolean;
  fields: readonly DescribedField[];
}

/** Salesforce's endpoints for administrators, signed in as the integration user. */
export interface AdminApi {
  query(query: Soql): Promise<Row[]>;
  toolingQuery(query: Soql): Promise<Row[]>;
  /** Undefined for an object the user may not see. */
  describe(object: string): Promise<Described | undefined>;
  /** Makes a record; of the Tooling API for `CustomField`. */
  create(path: string, body: unknown): Promise<unknown>;
  /** The user we are signed in as, and the org's id. */
  me(): Promise<{ userId: string; orgId: string }>;
}

export function createAdminApi(settings: SalesforceSettings, { fetch, now, signal }: AdminDeps): AdminApi {
  const kept = new Map<string, unknown>();
  const memory = {
    get: (name: string) => Promise.resolve(kept.get(name)),
    put: (name: string, value: unknown) => Promise.resolve(void kept.set(name, value)),
  };
  const org = new Org({ settings, fetch, memory, now });
  const described = new Map<string, Promise<Described | undefined>>();

  async function send(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
    const connection = await org.connection(signal);
    const operation = `${method} ${path.replace(/\?.*/, '').slice(1)}`;
    const http = {
      method,
      url: `/services/data/v${API_VERSION}${path}`,
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    };
    return connection.request(http, { transport: transport({ fetch, signal, operation }) });
  }

  /** Of a page; what is asked for here has no second one. */
  async function rows(path: string, { text }: Soql): Promise<Row[]> {
    const { records } = (await send('GET', `${path}?q=${encodeURIComponent(text)}`)) as { records: Row[] };
    return records;
  }

  async function describe(object: string): Promise<Described | undefined> {
    try {
      return (await send('GET', `/sobjects/${object}/describe`)) as Described;
    } catch (error) {
      if (error instanceof SalesforceResponseError && error.status === 404) return undefined;
      throw error;
    }
  }

  return {
    query: (query) => rows('/query', query),
    toolingQuery: (query) => rows('/tooling/query', query),
    describe(object) {
      const known = described.get(object) ?? describe(object);
      described.set(object, known);
      return known;
    },
    create: (path, body) => send('POST', path, body),
    async me() {
      const { userInfo } = await org.connection(signal);
      return { userId: userInfo?.id ?? '', orgId: userInfo?.organizationId ?? '' };
    },
  };
}
