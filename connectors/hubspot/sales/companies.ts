import { companyFiller } from '../../shared/sales/fill-company';
import { refusalOf } from '../../shared/if-allowed';
import type { HubSpotContext } from '../context';
import { writeAccepted } from '../records/accepted-values';
import { associatedWith } from '../records/people';
import { mappedProperties } from '../records/mapped-properties';

/** Fills properties of the contact's primary company. */
export const fillCompany = companyFiller<HubSpotContext, string>({
  crm: 'HubSpot',
  async find(context, { ref }, names) {
    const id = await companyOf(context, ref.id);
    if (id === undefined) return undefined;
    const { objects } = context.api;
    const { properties } = await objects.getById('companies', id, [...names], undefined, undefined, false);
    return { ref: { type: 'company', id }, stored: (field) => properties[field] ?? undefined };
  },
  values: mappedProperties,
  write: (context, id, fields) =>
    writeAccepted(context, {
      fields,
      onConflict: 'drop',
      write: (properties) => context.api.objects.update('companies', id, { properties }),
    }),
  refusal: (error) => refusalOf(error, [403]),
  remedy: 'Grant crm.objects.companies.read and crm.objects.companies.write',
});

/** HubSpot docs: Associations: the primary company has the type `contact_to_company`, the others are unlabelled. */
export async function companyOf(context: HubSpotContext, contactId: string): Promise<string | undefined> {
  const companies = await associatedWith(context, contactId, 'companies');
  return (companies.find(({ type }) => type === 'contact_to_company') ?? companies[0])?.id;
}
