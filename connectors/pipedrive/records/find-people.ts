import type { Person } from '../../../leads/match';
import type { CrmRecord } from '../../../leads/record';
import { idOf, isObject, objectsOf, type Json } from '../api/json';
import { V2 } from '../api/version';
import type { PipedriveContext } from '../context';
import { personToRecord } from './people';
import { hitToRecord } from './record';
import { asksForMore, withReplyFields } from './reply-fields';

/** More candidates than this for one e-mail and one phone are not worth an agent's time. */
const SEARCH_LIMIT = 10;
/** Pipedrive reference v2: the shortest term that need not match as a whole. */
const MIN_TERM = 2;

/**
 * One search by e-mail and one by phone, side by side: a search has one term. A single hit is as good as read; several are
 * read, to know who was active last, and in doubt each, to know when it was made.
 */
export async function findPersons(context: PipedriveContext, { email, phone }: Person): Promise<CrmRecord[]> {
  const digits = phone?.national.replaceAll(/\D/g, '') ?? '';
  const searches = [
    ...(email ? [search(context, { term: email, fields: 'email', exact_match: true })] : []),
    ...(digits.length >= MIN_TERM ? [search(context, { term: digits, fields: 'phone' })] : []),
  ];
  const hits = new Map((await Promise.all(searches)).flat().map((hit) => [idOf(hit.id)!, hit]));
  const [only, ...others] = hits.values();
  if (!only) return [];
  if (others.length === 0 && !asksForMore(context.settings) && !context.call.inDoubt)
    return [hitToRecord(only, context.settings)];
  const query = { ids: [...hits.keys()].join(','), include_option_labels: true };
  const persons = await context.api.list(`${V2}/persons`, query, 1);
  const living = persons.filter(({ id, is_deleted }) => idOf(id) !== undefined && is_deleted !== true);
  return Promise.all(
    living.map(async (person) => withReplyFields(context, await personToRecord(context, person))),
  );
}

async function search({ api }: PipedriveContext, query: Record<string, string | boolean>): Promise<Json[]> {
  const data = await api.get(`${V2}/persons/search`, { ...query, limit: SEARCH_LIMIT });
  const items = isObject(data) ? objectsOf(data.items) : [];
  return items.flatMap(({ item }) => (isObject(item) && idOf(item.id) ? [item] : []));
}
