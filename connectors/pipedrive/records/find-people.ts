import { samePhone } from '../../../leads/contact/identity';
import type { Person } from '../../../leads/match';
import type { CrmRecord } from '../../../leads/record';
import { objectOf } from '../../shared/json';
import { idOf, isObject, objectsOf, type Json } from '../api/json';
import { V2 } from '../api/version';
import type { PipedriveContext } from '../context';
import { personToRecord } from './people';
import { hitToRecord, shownFields } from './record';
import { asksForMore, withReplyFields } from './reply-fields';

/** More candidates than this for one e-mail and one phone are not worth an agent's time. */
const SEARCH_LIMIT = 10;
/** Pipedrive reference v2: the shortest term that need not match as a whole. */
const MIN_TERM = 2;

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
  const digits = phone?.national.replaceAll(/\D/g, '') ?? '';
  const byEmail = email ? await search(context, { term: email, fields: 'email', exact_match: true }) : [];
  const records = byEmail.map((hit) => hitToRecord(hit, context.settings));
  const isBoth = phone && records.some(({ phones }) => phones.some((one) => samePhone(phone, one, country)));
  const byPhone =
    digits.length >= MIN_TERM && !isBoth ? await search(context, { term: digits, fields: 'phone' }) : [];
  const hits = new Map([...byEmail, ...byPhone].map((hit) => [idOf(hit.id)!, hit]));
  const [only, ...others] = hits.values();
  if (!only) return [];
  if (others.length === 0 && !asksForMore(context.settings) && !context.call.inDoubt)
    return [hitToRecord(only, context.settings)];
  return recordsOf(context, await readPersons(context, [...hits.keys()]));
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
  if (hits.length === 0) return [];
  const ids = hits.map(({ id }) => idOf(id)!);
  const holds = ({ custom_fields: custom }: Json) =>
    shownFields(objectOf(custom))[field]?.toLowerCase() === value.toLowerCase();
  return recordsOf(context, (await readPersons(context, ids)).filter(holds));
}

async function readPersons({ api }: PipedriveContext, ids: readonly string[]): Promise<Json[]> {
  const query = { ids: ids.join(','), include_option_labels: true };
  const persons = await api.list(`${V2}/persons`, query, 1);
  return persons.filter(({ id, is_deleted }) => idOf(id) !== undefined && is_deleted !== true);
}

function recordsOf(context: PipedriveContext, persons: readonly Json[]): Promise<CrmRecord[]> {
  return Promise.all(
    persons.map(async (person) => withReplyFields(context, await personToRecord(context, person))),
  );
}

async function search({ api }: PipedriveContext, query: Record<string, string | boolean>): Promise<Json[]> {
  const { items } = objectOf(await api.get(`${V2}/persons/search`, { ...query, limit: SEARCH_LIMIT }));
  return objectsOf(items).flatMap(({ item }) => (isObject(item) && idOf(item.id) ? [item] : []));
}
