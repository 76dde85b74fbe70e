import type { RecordRef } from '../../../leads/record';
import { withoutBlanks } from '../../shared/json';
import { saveTitleObject, type WantedTitle } from '../../shared/sales/title-object';
import { writeAccepted } from '../records/accepted-values';
import { mappedProperties } from '../records/mapped-properties';
import type { HubSpotContext } from '../context';
import { refusalOf } from '../../shared/if-allowed';
import { associatedWith } from '../records/people';
import { tiedTo } from '../records/tied-to';

/** HubSpot docs: Associations, lead to primary contact 578, deal to contact 3. */
const TO_CONTACT = { lead: 578, deal: 3 } as const;
/** Without one of these there is no such object. */
const INDISPENSABLE = ['hs_lead_name', 'dealname', 'pipeline', 'dealstage'];
const OBJECT_TYPE = { lead: 'leads', deal: 'deals' } as const;
/** Of one person: more are looked at by nobody. */
const MAX_DEALS = 100;

/** Makes the HubSpot Lead (0-136) or Deal that carries the title. */
export function createTitleObject(
  context: HubSpotContext,
  contactId: string,
  wanted: WantedTitle,
): Promise<RecordRef | undefined> {
  const { settings } = context;
  const { objects, batch } = context.api;
  const { title, ownerId } = wanted;
  return saveTitleObject(context, wanted, {
    crm: 'HubSpot',
    usual: settings.titleObject,
    types: OBJECT_TYPE,
    // By association, which shows them at once.
    async list(kind, deal) {
      const all = await associatedWith(context, contactId, OBJECT_TYPE[kind]);
      const ids = [...new Set(all.map(({ id }) => id))];
      // A new contact has none: what an attempt in doubt left is the one.
      if (!deal || ids.length === 0) return ids.map((id) => ({ id }));
      // HubSpot docs: Deals, `hs_is_closed`.
      const { results } = await batch.read('deals', {
        properties: ['hs_is_closed', 'dealname', 'createdate'],
        propertiesWithHistory: [],
        inputs: ids.slice(-MAX_DEALS).map((id) => ({ id })),
      });
      const newest = results.toSorted((a, b) => Number(b.id) - Number(a.id));
      return newest.map(({ id, properties: { dealname, hs_is_closed, createdate } }) => ({
        id,
        title: dealname ?? '',
        isOpen: hs_is_closed !== 'true',
        madeAt: Date.parse(createdate ?? ''),
      }));
    },
    values: mappedProperties,
    // HubSpot docs: Deals: without a pipeline the account's default one.
    usualPlace: { pipeline: settings.dealPipeline, stage: settings.dealStage },
    async make(kind, fields, { pipeline, stage, closesAt }) {
      const own =
        kind === 'lead'
          ? { hs_lead_name: title }
          : { dealname: title, pipeline, dealstage: stage, closedate: closesAt };
      const { written, refused } = await writeAccepted(context, {
        fields: { ...fields, ...withoutBlanks({ ...own, hubspot_owner_id: ownerId }) },
        onConflict: 'throw',
        indispensable: INDISPENSABLE,
        write: (properties) =>
          objects.create(OBJECT_TYPE[kind], {
            properties,
            associations: [tiedTo(contactId, TO_CONTACT[kind])],
          }),
      });
      return { id: written!.id, refused };
    },
    // A bad value is about this one; a scope, a tier or an object type about all of them.
    refusal: (error) => refusalOf(error, [403, 404]),
    remedy:
      'Grant crm.objects.leads.read and .write, or deals.read and .write (leads need Sales Hub Professional), or unset HUBSPOT_TITLE_OBJECT',
  });
}
