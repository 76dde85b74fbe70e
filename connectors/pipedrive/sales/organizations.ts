import { companyFiller } from '../../shared/sales/fill-company';
import { shorten } from '../../../text/plain-text';
import { unlessRefused } from '../../shared/http/response-error';
import { refusalOf } from '../../shared/if-allowed';
import { idOf, numbers, objectOf, objectsOf, recordOf } from '../api/json';
import { V2 } from '../api/version';
import type { PipedriveContext } from '../context';
import { writeAccepted } from '../records/accepted-values';
import { inV2, valuesFor } from '../records/fields';
import { MAX_TEXT, shownFields } from '../records/record';

const ORGANIZATIONS = `${V2}/organizations`;

/**
 * The organization of that name, made where there is none and the settings want it; nothing where the token may not, or
 * several have the name: the name stands in the note all the same.
 */
export async function organizationOf(
  context: PipedriveContext,
  company: string | undefined,
): Promise<{ org_id?: number }> {
  const { settings } = context;
  if (!company || settings.organization === 'off') return {};
  const finding = findOrMake(context, shorten(company, MAX_TEXT));
  const id = await unlessRefused(finding, [400, 403]);
  return numbers({ org_id: idOf(id) });
}

async function findOrMake({ api, settings }: PipedriveContext, name: string): Promise<unknown> {
  const query = { term: name, fields: 'name', exact_match: true };
  const { items } = objectOf(await api.get(`${ORGANIZATIONS}/search`, query));
  const found = objectsOf(items).map(({ item }) => objectOf(item));
  if (found.length > 1 || (!found[0] && settings.organization === 'link')) return undefined;
  if (found[0]) return found[0].id;
  // The search shows an organization some time after it was made; the list is taken to show it at once.
  const newest = { sort_by: 'add_time', sort_direction: 'desc', limit: 100 };
  const lately = await api.list(ORGANIZATIONS, newest, 1);
  const madeLately = lately.find((one) => String(one.name).toLowerCase() === name.toLowerCase());
  return (madeLately ?? recordOf(await api.post(ORGANIZATIONS, { name }), 'POST v2/organizations')).id;
}

/** Fills custom fields of the organization the person is linked to. */
export const fillOrganization = companyFiller<PipedriveContext, unknown>({
  crm: 'Pipedrive',
  async find({ api }, { fields: { org_id: id } }) {
    if (!id) return undefined;
    const { custom_fields: stored } = recordOf(
      await api.get(`${ORGANIZATIONS}/${id}`),
      'GET v2/organizations',
    );
    const texts = shownFields(objectOf(stored));
    return { ref: { type: 'organization', id }, stored: (field) => texts[field] };
  },
  values: valuesFor,
  write: (context, id, fields) =>
    writeAccepted(context, {
      fields,
      write: (sent) => context.api.patch(`${ORGANIZATIONS}/${id}`, inV2(sent)),
    }),
  refusal: refusalOf,
  remedy: 'Give the token’s user the right to edit organizations',
});
