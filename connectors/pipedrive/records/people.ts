import { matchRecords, type Person } from '../../../leads/match';
import type { CrmRecord, RecordRef } from '../../../leads/record';
import type { LeadDraft } from '../../connector';
import { unlessRefused } from '../../shared/http/response-error';
import { idOf, isObject, objectOf, objectsOf, recordOf, type Json } from '../api/json';
import { V1, V2 } from '../api/version';
import type { PipedriveContext } from '../context';
import { asksForMore, withReplyFields } from './card-extras';
import { placesOf } from './fields';
import { PERSON, hitToRecord, nameOf, shownFields, toRecord } from './record';

/** Where a record that leads to a person is read. */
const PATHS: Record<string, string> = { person: `${V2}/persons`, deal: `${V2}/deals`, lead: `${V1}/leads` };
/** More candidates than this for one e-mail and one phone are not worth an agent's time. */
const SEARCH_LIMIT = 10;
/** Pipedrive reference v2: the shortest term that need not match as a whole. */
const MIN_TERM = 2;
/** No attempt lasts longer than a Lambda function may (AWS docs: Lambda quotas). */
const LONGEST_ATTEMPT_MS = 15 * 60_000;
/** How far back an attempt is looked for whose time nobody knows. */
const LOOK_BACK_MS = 3_600_000;
const MAX_PAGES = 4;

/**
 * The person, or the one a deal or lead is of: what the chat writes belongs to the deal or lead as well.
 * @returns undefined when it was deleted, or merged: Pipedrive does not tell into whom.
 */
export async function getPerson(context: PipedriveContext, ref: RecordRef): Promise<CrmRecord | undefined> {
  const found = await readOne(context, ref);
  if (ref.type === PERSON) return found && whole(context, found);
  const id = found && idOf(found.person_id);
  const record = id ? await getPerson(context, { type: PERSON, id }) : undefined;
  return record && { ...record, about: ref };
}

export async function personToRecord(context: PipedriveContext, person: Json): Promise<CrmRecord> {
  return toRecord(person, await placesOf(context));
}

async function whole(context: PipedriveContext, person: Json): Promise<CrmRecord> {
  return withReplyFields(context, await personToRecord(context, person));
}

async function readOne({ api }: PipedriveContext, { type, id }: RecordRef): Promise<Json | undefined> {
  const path = PATHS[type];
  if (!path || !/^[\w-]{1,40}$/.test(id)) return undefined;
  const query = type === PERSON ? { include_option_labels: true } : undefined;
  const reading = api.get(`${path}/${id}`, query).then((data) => recordOf(data, `GET ${type}`));
  const found = await unlessRefused(reading, [404, 410]);
  return found?.is_deleted === true ? undefined : found;
}

/**
 * By e-mail, then by phone, as a search has one term. Whom the e-mail finds with the number on them is both keys' person:
 * the number is looked for only where it may lead to somebody else. A single hit is as good as read; several are read, to
 * know who was active last, and in doubt each, to know when it was made.
 * @example
 * of tom@example.com and +1 415 555 2671: one search for the whole address; a second one for 4155552671 where no hit has
 * the number.
 */
export async function findPersons(context: PipedriveContext, person: Person): Promise<CrmRecord[]> {
  const { email, phone, country } = person;
  const { settings, call } = context;
  const byEmail = email ? await search(context, { term: email, fields: 'email', exact_match: true }) : [];
  const found = byEmail.map((hit) => hitToRecord(hit, settings));
  const digits = phone?.national.replaceAll(/\D/g, '') ?? '';
  const asksPhone = digits.length >= MIN_TERM && !matchRecords({ phone, country }, found).best;
  const byPhone = asksPhone ? await search(context, { term: digits, fields: 'phone' }) : [];
  const hits = [...new Map([...byEmail, ...byPhone].map((hit) => [hit.id, hit])).values()];
  const isEnough = hits.length === 1 && !asksForMore(settings) && !call.inDoubt;
  return isEnough ? hits.map((hit) => hitToRecord(hit, settings)) : readPersons(context, hits);
}

/**
 * Persons whose custom field holds the value. The search looks through all custom fields of the types that it knows (address,
 * varchar, text, varchar_auto, double, monetary, phone) and does not tell in which one it found the value (Pipedrive
 * reference v2: Search persons), so the hits are read and compared.
 */
export async function findByField(
  context: PipedriveContext,
  field: string,
  value: string,
): Promise<CrmRecord[]> {
  const hits = await search(context, { term: value, fields: 'custom_fields', exact_match: true });
  const holds = ({ custom_fields: custom }: Json) =>
    shownFields(objectOf(custom))[field]?.toLowerCase() === value.toLowerCase();
  return readPersons(context, hits, holds);
}

/**
 * The person an earlier attempt has made, told by e-mail, phone, our key of the visitor, or, of a visitor who gave nothing to
 * be reached by, the name. Read from the list of the persons changed last, which unlike the search is taken to show a write
 * at once.
 */
export async function madeAlready(
  context: PipedriveContext,
  { attemptsInDoubt = [], lead, leadFields }: LeadDraft,
): Promise<RecordRef | undefined> {
  if (attemptsInDoubt.length === 0 && !context.call.inDoubt) return undefined;
  const attempts = attemptsInDoubt.map(({ since }) => since - LONGEST_ATTEMPT_MS);
  const from = Math.min(context.now() - LOOK_BACK_MS, ...attempts);
  const query = {
    updated_since: `${new Date(from).toISOString().slice(0, 19)}Z`,
    sort_by: 'update_time',
    sort_direction: 'desc',
  };
  const persons = (await context.api.list(`${V2}/persons`, query, MAX_PAGES)).filter(isThere);
  const records = await Promise.all(persons.map((person) => personToRecord(context, person)));
  const { email, phone } = lead;
  const { best } = matchRecords({ email, phone, country: lead.visit.geo?.countryCode }, records);
  const isSame = ({ leadFields: { visitorKey }, fields }: CrmRecord) =>
    (visitorKey !== undefined && visitorKey === leadFields.visitorKey) ||
    (!email && !phone && fields.name === nameOf(lead));
  return (best ?? records.find(isSame))?.ref;
}

async function readPersons(
  context: PipedriveContext,
  hits: readonly Json[],
  isMeant: (person: Json) => boolean = isThere,
): Promise<CrmRecord[]> {
  if (hits.length === 0) return [];
  const query = { ids: hits.map(({ id }) => id).join(','), include_option_labels: true };
  const persons = await context.api.list(`${V2}/persons`, query, 1);
  const meant = persons.filter((person) => isThere(person) && isMeant(person));
  return Promise.all(meant.map((person) => whole(context, person)));
}

function isThere({ id, is_deleted }: Json): boolean {
  return idOf(id) !== undefined && is_deleted !== true;
}

async function search({ api }: PipedriveContext, query: Record<string, string | boolean>): Promise<Json[]> {
  const { items } = objectOf(await api.get(`${V2}/persons/search`, { ...query, limit: SEARCH_LIMIT }));
  return objectsOf(items).flatMap(({ item }) => (isObject(item) && idOf(item.id) ? [item] : []));
}
