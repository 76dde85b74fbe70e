import { unreadableAnswer } from '../../errors';
import { SalesforceResponseError, isSessionOver } from './errors';
import type { HttpLine } from '../../shared/http/exchange';
import { allPages } from '../../shared/http/pages';
import { sendWithRetry } from '../../shared/http/retry';
import { objectOf, objectsOf, textOf, type Json } from '../../shared/json';
import { unlessRefused } from '../../shared/http/response-error';
import type { Org } from './account';
import { API_VERSION } from './version';
import type { Soql } from './soql';
import { transport } from './transport';

/** Of one query; what we ask for has one page. */
const MAX_PAGES = 10;

/** A record as Salesforce answers it: fields by name, related records as objects. */
export type Row = Readonly<Record<string, unknown>>;
export type FieldValue = string | number | boolean;
export type Fields = Record<string, FieldValue>;

export interface SalesforceApi {
  query(query: Soql): Promise<Row[]>;
  /** The recycle bin as well. */
  queryAll(query: Soql): Promise<Row[]>;
  /** Several queries in one request, each with its own answer or refusal. */
  queries<Name extends string>(queries: Readonly<Record<Name, Soql>>): Promise<Record<Name, QueryAnswer>>;
  create(object: string, fields: Fields, headers?: Record<string, string>): Promise<string>;
  /** The object as the org describes it to us. */
  describe(object: string): Promise<Described>;
  update(object: string, id: string, fields: Fields, headers?: Record<string, string>): Promise<void>;
  /** The id of the record that has the value; undefined when there is none or more than one. */
  byExternalId(object: string, field: string, value: string): Promise<string | undefined>;
  /** What has no method here: an administrator's requests. */
  send(call: Call): Promise<unknown>;
}

/** Salesforce docs: DescribeSObjectResult. */
export interface Described {
  createable: boolean;
  updateable: boolean;
  fields: readonly DescribedField[];
}

export interface DescribedField {
  name: string;
  type: string;
  length?: number;
  createable: boolean;
  updateable: boolean;
  nillable?: boolean;
  defaultedOnCreate?: boolean;
  unique?: boolean;
  externalId?: boolean;
  restrictedPicklist?: boolean;
  picklistValues?: readonly { value: string; label?: string; active: boolean }[];
  relationshipName?: string | null;
  referenceTo?: readonly string[];
}

export type QueryAnswer = Row[] | SalesforceResponseError;

export interface Call {
  operation: string;
  method: 'GET' | 'POST' | 'PATCH';
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** Sending it twice has the effect of sending it once. */
  repeatable: boolean;
}

/** Salesforce's REST API, bound to one event's signal. */
export function createApi(org: Org, line: HttpLine): SalesforceApi {
  /** One attempt; the next one has another token where this one's is refused. */
  async function once({ method, path, body, headers, operation }: Call): Promise<unknown> {
    const connection = await org.connection(line.signal);
    const json = { 'content-type': 'application/json', ...headers };
    const sent = body === undefined ? {} : { body: JSON.stringify(body), headers: json };
    const ours = { transport: transport({ ...line, operation }) };
    return connection.request({ method, url: path, ...sent }, ours).catch((error: unknown) => {
      if (isSessionOver(error)) org.refused(connection);
      throw error;
    });
  }

  const send = (call: Call): Promise<unknown> =>
    sendWithRetry(() => once(call), { repeatable: call.repeatable, ...line });

  const get = (operation: string, path: string): Promise<unknown> =>
    send({ operation, method: 'GET', path, repeatable: true });

  const rows = (operation: string, path: string): Promise<Row[]> =>
    allPages(MAX_PAGES, async (next?: string) => queryPage(operation, await get(operation, next ?? path)));

  return {
    send,
    query: ({ text }) => rows('query', `/query?q=${encodeURIComponent(text)}`),
    queryAll: ({ text }) => rows('queryAll', `/queryAll?q=${encodeURIComponent(text)}`),
    async queries<Name extends string>(queries: Readonly<Record<Name, Soql>>) {
      const asked = Object.entries<Soql>(queries);
      const body = {
        compositeRequest: asked.map(([referenceId, { text }]) => ({
          method: 'GET',
          url: `/services/data/v${API_VERSION}/query?q=${encodeURIComponent(text)}`,
          referenceId,
        })),
      };
      const operation = `query ${asked.map(([name]) => name).join(' and ')}`;
      const answered = await send({ operation, method: 'POST', path: '/composite', body, repeatable: true });
      const { compositeResponse } = objectOf(answered);
      if (!Array.isArray(compositeResponse)) throw unreadableAnswer({ crm: 'Salesforce', operation });
      const answers = new Map(objectsOf(compositeResponse).map((answer) => [answer.referenceId, answer]));
      return Object.fromEntries(
        asked.map(([name]) => [name, queryAnswer(`query ${name}`, answers.get(name))]),
      ) as Record<Name, QueryAnswer>;
    },
    async create(object, fields, headers) {
      const operation = `create ${object}`;
      const path = `/sobjects/${object}`;
      const made = await send({ operation, method: 'POST', path, body: fields, headers, repeatable: false });
      const id = textOf(objectOf(made).id);
      if (id === undefined) throw unreadableAnswer({ crm: 'Salesforce', operation }, true);
      return id;
    },
    async describe(object) {
      const operation = `describe ${object}`;
      const described = (await get(operation, `/sobjects/${object}/describe`)) as Described;
      if (!Array.isArray(described.fields)) throw unreadableAnswer({ crm: 'Salesforce', operation });
      return described;
    },
    async update(object, id, fields, headers) {
      const operation = `update ${object}`;
      const path = `/sobjects/${object}/${encodeURIComponent(id)}`;
      await send({ operation, method: 'PATCH', path, body: fields, headers, repeatable: true });
    },
    async byExternalId(object, field, value) {
      const operation = `read ${object} by ${field}`;
      // jsforce leaves the value as it is: a slash in it would name another resource.
      const path = `/sobjects/${object}/${field}/${encodeURIComponent(value)}?fields=Id`;
      return textOf(objectOf(await unlessRefused(get(operation, path), [300, 404])).Id);
    },
  };
}

function queryPage(operation: string, body: unknown): { items: Row[]; next?: string } {
  const { records, done, nextRecordsUrl } = objectOf(body);
  if (!Array.isArray(records)) throw unreadableAnswer({ crm: 'Salesforce', operation });
  return { items: records as Row[], next: done === false ? textOf(nextRecordsUrl) : undefined };
}

function queryAnswer(operation: string, answer: Json | undefined): QueryAnswer {
  if (!answer) throw unreadableAnswer({ crm: 'Salesforce', operation });
  const { httpStatusCode, body } = answer;
  const status = Number(httpStatusCode);
  return status >= 300
    ? new SalesforceResponseError(operation, status, body)
    : queryPage(operation, body).items;
}
