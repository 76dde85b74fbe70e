import type { FilledCompany } from '../../connector';
import * as shared from '../../shared/sales/fill-company';
import type { MappedValue } from '../../../leads/rules/field-values';
import { refusalOf } from '../api/errors';
import type { HubSpotContext } from '../context';
import { writeAccepted } from '../records/accepted-values';
import { associatedWith } from '../records/people';
import { mappedProperties } from '../records/mapped-properties';

/** Fills properties of the contact's primary company. */
export function fillCompany(
  context: HubSpotContext,
  contactId: string,
  mapped: readonly MappedValue[],
): Promise<FilledCompany | undefined> {
  const { objects } = context.api;
  return shared.fillCompany(context, mapped, {
    crm: 'HubSpot',
    async find(names) {
      const id = await companyOf(context, contactId);
      if (id === undefined) return undefined;
      const company = await objects.getById('companies', id, [...names], undefined, undefined, false);
      const stored = (field: string) => company.properties[field] ?? undefined;
      return { ref: { type: shared.COMPANY, id }, stored };
    },
    values: (free) => mappedProperties(context, shared.COMPANY, free),
    write: (id, fields) =>
      writeAccepted(context, {
        fields,
        onConflict: 'drop',
        write: (sent) => objects.update('companies', id, { properties: sent }),
      }),
    refusal: (error) => refusalOf(error, [403]),
    remedy: 'Grant crm.objects.companies.read and crm.objects.companies.write',
  });
}

/** HubSpot docs: Associations: the primary company has the type `contact_to_company`, the others are unlabelled. */
export async function companyOf(context: HubSpotContext, contactId: string): Promise<string | undefined> {
  const companies = await associatedWith(context, contactId, 'companies');
  return (companies.find(({ type }) => type === 'contact_to_company') ?? companies[0])?.id;
}
