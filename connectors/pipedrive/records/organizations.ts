import { shorten } from '../../../text/plain-text';
import { PipedriveResponseError, isBusy } from '../api/errors';
import { idOf, isObject, objectsOf, recordOf } from '../api/json';
import { V2 } from '../api/version';
import type { PipedriveContext } from '../context';
import { MAX_TEXT } from './record';

/** The organization of that name, made where there is none; nothing where the token may not, or several have the name. */
export async function organizationOf(
  { api }: PipedriveContext,
  company: string,
): Promise<{ org_id?: number }> {
  const name = shorten(company, MAX_TEXT);
  try {
    const data = await api.get(`${V2}/organizations/search`, {
      term: name,
      fields: 'name',
      exact_match: true,
    });
    const items = isObject(data) ? objectsOf(data.items).map(({ item }) => item) : [];
    const ids = items.filter(isObject).flatMap(({ id }) => idOf(id) ?? []);
    if (ids.length > 1) return {};
    const id =
      ids[0] ?? recordOf(await api.post(`${V2}/organizations`, { name }), 'POST v2/organizations').id;
    return { org_id: Number(id) };
  } catch (error) {
    if (error instanceof PipedriveResponseError && [400, 403].includes(error.status) && !isBusy(error))
      return {};
    throw error;
  }
}
