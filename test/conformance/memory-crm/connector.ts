import { createHash } from 'node:crypto';
import { EnvReader } from '../../../config/env';
import type { Connector, ConnectorDeps, ConnectorSession, LinkReading } from '../../../connectors/connector';
import { CrmRefusedError, CrmUnavailableError } from '../../../connectors/errors';
import { exchange, retryAfterMs } from '../../../connectors/shared/exchange';
import { findOwner } from '../../../connectors/shared/find-owner';
import { fingerprint } from '../../../connectors/shared/tenant';
import { shorten } from '../../../text/plain-text';
import { renderText } from '../../../text/transcript';
import type { Remark } from '../../../leads/conversation/remarks';
import { LEAD_FIELDS, type CrmRecord, type LeadFieldName } from '../../../leads/record';
import { MAX_LENGTH, type MemoryPerson, type MemoryUser, type Refused, type Saved } from './crm';

const CRM = 'Memory CRM';
type Activity = { text: string; ownerId?: string; recording?: string; data?: object };

/** The third connector: all that the interface asks for, over a CRM as small as can be. */
export function createConnector({ account, env, memory, fetch }: ConnectorDeps): Connector {
  const reader = new EnvReader(env);
  const token = reader.required('MEMORY_TOKEN', 'an access token');
  const base = reader.url('MEMORY_BASE_URL', 'https://crm.example.com');
  const defaultOwner = reader.text('MEMORY_DEFAULT_OWNER');
  const ownerMap = new Map(reader.pairs('MEMORY_OWNER_MAP').map(([jivo, crm]) => [jivo.toLowerCase(), crm]));
  const replyFields = reader.pairs('MEMORY_REPLY_FIELDS');
  const defaults = Object.fromEntries(reader.pairs('MEMORY_ACTIVITY_DEFAULTS'));
  reader.done();

  const open: Connector['open'] = ({ signal, pace, words }): ConnectorSession => {
    /** One request. Every answer the caller cannot use becomes an error that knows whether to try again. */
    async function send<T>(operation: string, method: string, path: string, data?: object) {
      const headers = { authorization: `Bearer ${token}` };
      const request = { crm: CRM, operation, method, headers, body: JSON.stringify(data), scope: 'general' };
      const answer = await exchange({ ...request, url: base + path }, { fetch, signal, pace });
      const { status, json } = answer;
      const details = { crm: CRM, operation, status };
      const unknown = { outcomeUnknown: method !== 'GET' };
      if (status === 429 || status >= 500) {
        const wait = { retryAfterMs: retryAfterMs(answer.headers) };
        throw new CrmUnavailableError(`HTTP ${status}`, details, { ...wait, ...unknown });
      }
      if (status >= 400 && ![404, 409].includes(status))
        throw new CrmRefusedError(`HTTP ${status}`, details, 'Check MEMORY_TOKEN.');
      if (!json) throw new CrmUnavailableError('no readable answer', details, unknown);
      return { status, body: json as T };
    }

    async function kept<T>(path: string): Promise<T> {
      const known = (await memory.get(path)) as T | undefined;
      if (known) return known;
      const { body } = await send<T>(`GET ${path}`, 'GET', path);
      await memory.put(path, body, 3_600_000);
      return body;
    }
    /** Nobody to name where the token may not see them: leads are saved all the same. */
    const users = () =>
      kept<MemoryUser[]>('/users').catch((error: unknown): MemoryUser[] => {
        if (error instanceof CrmRefusedError && error.details.status === 403) return [];
        throw error;
      });

    /** This CRM takes a key for activities, so none is ever doubled and `inDoubt` needs no thought. */
    async function put(person: string, kind: string, key: string, { text, ...activity }: Activity) {
      const path = `/people/${person}/activities/${encodeURIComponent(`${kind} ${key}`)}`;
      const write = (body: object) =>
        send<{ id: string; refused: Refused[] }>(`save ${kind}`, 'PUT', path, {
          kind,
          ...activity,
          data: { ...defaults, ...activity.data },
          ...body,
        });
      const { id, refused } = (await write({ text })).body;
      const told = [text, ...rows(toRemarks(refused))].join('\n');
      if (refused.length > 0) await write({ text: told, ...(await defaultFor(refused)) });
      return id;
    }

    async function defaultFor(refused: Refused[]) {
      if (!refused.some(({ field }) => field === 'ownerId')) return {};
      return { ownerId: (await findOwner(findOwners, [], defaultOwner))?.id };
    }

    async function findOwners(logins: readonly string[]) {
      const active = (await users()).filter((user) => user.active);
      const isOf = (login: string) => (user: MemoryUser) =>
        user.id === login || user.login.toLowerCase() === login.toLowerCase();
      return new Map(
        logins.flatMap((login) => active.filter(isOf(login)).map((user) => [login, user] as const)),
      );
    }

    return {
      tenant: async () => (await kept<{ id: string }>('/account')).id,
      async find({ email, phone }) {
        const terms = Object.entries({ email, phone: phone && (phone.e164 ?? phone.raw) });
        const where = terms.flatMap(([field, value]) => (value ? [`${field} = '${escape(value)}'`] : []));
        if (where.length === 0) return [];
        const path = `/people?where=${encodeURIComponent(where.join(' OR '))}`;
        return (await send<MemoryPerson[]>('find', 'GET', path)).body.map(toRecord);
      },
      async get({ id }) {
        const { status, body } = await send<MemoryPerson>('get', 'GET', `/people/${id}`);
        return status === 404 ? undefined : toRecord(body);
      },
      async create({ lead, leadFields, ownerId }) {
        const phone = lead.phone && (lead.phone.e164 ?? lead.phone.raw);
        const name = lead.name ?? { first: undefined, last: lead.title };
        const lists = { emails: listOf(lead.email), phones: listOf(phone) };
        const fields = { key: leadFields.visitorKey, ...nameFields(name), ...lists, ownerId, leadFields };
        const { status, body } = await send<Saved & { id: string }>('create', 'POST', '/people', fields);
        if (status === 409) return { outcome: 'exists', ref: { type: 'person', id: body.id } };
        return { outcome: 'created', ...outcome(body) };
      },
      async update({ ref, ...record }, { name, correctedEmail, ownerId, leadFields, ...added }) {
        const held = correctedEmail ? [correctedEmail, ...record.emails.slice(1)] : record.emails;
        const emails = [...held, ...added.emails];
        const phones = [...record.phones, ...added.phones];
        const fields = { ...(name && nameFields(name)), emails, phones, ownerId, leadFields };
        const patch = (body: object) => send<Saved>('update', 'PATCH', `/people/${ref.id}`, body);
        const saved = (await patch(fields)).body;
        if (!saved.refused.some(({ value }) => value === correctedEmail)) return outcome(saved);
        const { person } = (await patch({ emails: [...record.emails, ...added.emails] })).body;
        return outcome({ ...saved, person });
      },
      findOwners,
      async ownerName(ownerId) {
        return (await users()).find(({ id }) => id === ownerId)?.name;
      },
      async saveConversation({ id }, { title, remarks, marker, ownerId, ...said }, written) {
        const text = textOf(title, renderText(said.messages, { ...said, words }), remarks, marker);
        const hash = createHash('sha256').update(text).digest('base64url');
        if (written[0]?.hash === hash) return [...written];
        return [{ id: await put(id, 'note', marker, { text, ownerId }), hash }];
      },
      saveTask({ id }, { subject, text, remarks, marker, ownerId, dueAt }) {
        const all = textOf(subject, text, remarks, marker);
        return put(id, 'task', marker, { text: all, ownerId, data: { dueAt } });
      },
      saveCall({ id }, { title, remarks, marker, recordUrl = '', ownerId, ...data }) {
        const text = textOf(title, recordUrl, remarks, marker);
        return put(id, 'call', marker, { text, ownerId, recording: recordUrl, data });
      },
      readLink: (url) => Promise.resolve(readLink(url.trim(), base)),
      recordUrl: ({ id }) => Promise.resolve(`${base}/people/${id}`),
    };
  };
  const credential = fingerprint(base, token);
  const configured = { credential, ownerMap, defaultOwner, replyFields };
  return { account, label: CRM, capacity: { emails: 5, phones: 3 }, ...configured, open };
}

const escape = (value: string) => value.replace(/['\\]/g, '\\$&');
const toRemarks = (refused: Refused[]): Remark[] =>
  refused.map(({ field, value }) => ({ label: `Not accepted as ${field}`, value }));
const rows = (remarks: Remark[]) => remarks.map(({ label, value }) => `${label}: ${value}`);
const listOf = (value: string | undefined) => (value ? [value] : []);

function nameFields({ first, last }: { first?: string; last?: string }) {
  return { first: first && shorten(first, MAX_LENGTH), last: last && shorten(last, MAX_LENGTH) };
}

function textOf(title: string, text: string, remarks: Remark[], marker: string): string {
  return [title, ...rows(remarks), text, `[${marker}]`].join('\n');
}

function outcome({ person, refused }: Saved) {
  return { record: toRecord(person), refused: toRemarks(refused) };
}

function toRecord({ id, first, last, ...person }: MemoryPerson): CrmRecord {
  const placeableFields = new Set(Object.keys(LEAD_FIELDS) as LeadFieldName[]);
  const fields = { email: person.emails[0] ?? '' };
  return {
    ref: { type: 'person', id },
    name: { first, last },
    open: true,
    placeableFields,
    fields,
    ...person,
  };
}

function readLink(link: string, base: string): LinkReading {
  const url = URL.canParse(link) ? new URL(link) : undefined;
  const [, id] = /^\/people\/(p\d+)$/.exec(url?.origin === base ? url.pathname : '') ?? [];
  if (!id) return { ok: false, problem: `this is no link of a person in ${CRM}.` };
  return { ok: true, ref: { type: 'person', id } };
}
