import { shorten } from '../../../text/plain-text';
import { PipedriveResponseError, isBusy } from '../api/errors';
import { idOf, isObject, objectsOf, recordOf } from '../api/json';
import { V2 } from '../api/version';
import type { PipedriveContext } from '../context';
import { MAX_TEXT } from './record';

/**
 * The organization of that name, made where there is none and the settings want it; nothing where the token may not, or
 * several have the name: the name stands in the note all the same.
 */
export async function organizationOf(
  context: PipedriveContext,
  company: string | undefined,
): Promise<{ org_id?: number }> {
  const { api, settings } = context;
  if (!company || settings.organization === 'off') return {};
  const name = shorten(company, MAX_TEXT);
  try {
    const query = { term: name, fields: 'name', exact_match: true };
    const data = await api.get(`${V2}/organizations/search`, query);
    const items = isObject(data) ? objectsOf(data.items).map(({ item }) => item) : [];
    const ids = items.filter(isObject).flatMap(({ id }) => idOf(id) ?? []);
    if (ids.length > 1 || (ids.length === 0 && settings.organization === 'link')) return {};
    const id = ids[0] ?? (await madeLately(context, name)) ?? (await make(context, name));
    return { org_id: Number(id) };
  } catch (error) {
    if (error instanceof PipedriveResponseError && [400, 403].includes(error.status) && !isBusy(error))
      return {};
    throw error;
  }
}

/** The search shows an organization some time after it was made; the list is taken to show it at once. */
async function madeLately({ api }: PipedriveContext, name: string): Promise<string | undefined> {
  const query = { sort_by: 'add_time', sort_direction: 'desc', limit: 100 };
  const newest = await api.list(`${V2}/organizations`, query, 1);
  const found = newest.find((one) => String(one.name).toLowerCase() === name.toLowerCase());
  return found && idOf(found.id);
}

async function make({ api }: PipedriveContext, name: string): Promise<string | number> {
  return recordOf(await api.post(`${V2}/organizations`, { name }), 'POST v2/organizations').id;
}
