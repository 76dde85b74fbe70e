import type { FilledCompany } from '../../connector';
import { freeValues, knownKinds } from '../../shared/fields/mapped-values';
import type { MappedValue } from '../../../leads/rules/field-values';
import { HubSpotResponseError, contactGone } from '../api/errors';
import type { HubSpotContext } from '../context';
import { writeAccepted } from '../records/accepted-values';
import { mappedProperties } from '../records/mapped-properties';

const COMPANY = 'company';
const REFUSED = 'companies-refused';
/** A scope is not granted by the minute. */
const TTL_MS = 3_600_000;

/**
 * Fills properties of the contact's primary company. A key without the scopes for companies, or a company that may not be
 * edited, costs the company's fields only.
 */
export async function fillCompany(
  context: HubSpotContext,
  contactId: string,
  mapped: readonly MappedValue[],
): Promise<FilledCompany | undefined> {
  const { memory, call } = context;
  if (!(await knownKinds(memory, COMPANY)) || (await memory.get(REFUSED))) return undefined;
  try {
    const id = await companyOf(context, contactId);
    return id === undefined ? undefined : await fill(context, id, mapped);
  } catch (error) {
    if (!(error instanceof HubSpotResponseError) || ![400, 403, 404].includes(error.status)) throw error;
    call.log.warn('HubSpot did not let the fields of a company be filled', {
      status: error.status,
      category: error.body.category,
      remedy: 'Grant crm.objects.companies.read and crm.objects.companies.write',
    });
    if (error.status === 403) await memory.put(REFUSED, true, TTL_MS);
    return undefined;
  }
}

async function fill(
  context: HubSpotContext,
  id: string,
  mapped: readonly MappedValue[],
): Promise<FilledCompany> {
  const { objects } = context.api;
  const names = mapped.map(({ field }) => field);
  const { properties: stored } = await objects.getById('companies', id, names, undefined, undefined, false);
  const free = freeValues(mapped, (field) => stored[field] ?? undefined);
  const { fields, dropped } = await mappedProperties(context, COMPANY, free);
  const { refused } = await writeAccepted(context, {
    fields,
    onConflict: 'drop',
    write: (sent) => objects.update('companies', id, { properties: sent }),
  });
  return { ref: { type: COMPANY, id }, refused: [...dropped, ...refused] };
}

/** HubSpot docs: Associations: the primary company has the type `contact_to_company`, the others are unlabelled. */
export async function companyOf({ api }: HubSpotContext, contactId: string): Promise<string | undefined> {
  const contact = await api.objects
    .getById('contacts', contactId, [], undefined, ['companies'], false)
    .catch((error: unknown) => {
      throw error instanceof HubSpotResponseError && error.status === 404 ? contactGone(error) : error;
    });
  const companies = contact.associations?.companies?.results ?? [];
  return (companies.find(({ type }) => type === 'contact_to_company') ?? companies[0])?.id;
}
