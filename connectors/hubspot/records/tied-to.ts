import { AssociationSpecAssociationCategoryEnum } from '@hubspot/api-client/lib/codegen/crm/objects';

/** An association of what is made. @param typeId one that HubSpot defines itself (HubSpot docs: Associations). */
export function tiedTo(id: string, typeId: number) {
  const category = AssociationSpecAssociationCategoryEnum.HubspotDefined;
  return { to: { id }, types: [{ associationCategory: category, associationTypeId: typeId }] };
}
