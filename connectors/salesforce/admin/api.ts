import type { AdminDeps } from '../../admin';
import { forgetful } from '../../shared/forgetful';
import { unlessRefused } from '../../shared/http/response-error';
import { Org } from '../api/account';
import { createApi, type Described, type DescribedField, type Row } from '../api/client';
import type { Soql } from '../api/soql';
import type { SalesforceSettings } from '../definition';
import { key } from '../records/fields';

export type { Described, DescribedField };

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
  const org = new Org({ settings, fetch, memory: forgetful(), now });
  const api = createApi(org, { fetch, signal });
  const described = new Map<string, Promise<Described | undefined>>();
  return {
    query: (query) => api.query(query),
    async toolingQuery({ text }) {
      const path = `/tooling/query?q=${encodeURIComponent(text)}`;
      const answer = await api.send({ operation: 'tooling query', method: 'GET', path, repeatable: true });
      return (answer as { records: Row[] }).records;
    },
    describe(object) {
      const known = described.get(object) ?? unlessRefused(api.describe(object), [404]);
      described.set(object, known);
      return known;
    },
    create: (path, body) =>
      api.send({ operation: `POST ${path.slice(1)}`, method: 'POST', path, body, repeatable: false }),
    async me() {
      const { userInfo } = await org.connection(signal);
      return { userId: userInfo?.id ?? '', orgId: userInfo?.organizationId ?? '' };
    },
  };
}

/** By its API name, whose case does not count. */
export function fieldOf(object: Described | undefined, name: string): DescribedField | undefined {
  return object?.fields.find((field) => key(field.name) === key(name));
}
