import type { LeadChanges } from '../../../leads/merge';
import type { CrmRecord } from '../../../leads/record';
import type { Words } from '../../../text/languages/words';
import type { LeadDraft } from '../../connector';
import {
  changesOf,
  leadFieldsIn,
  placedInFree,
  type LeadFieldPlaces,
  type PersonFields,
} from '../../shared/fields/lead-fields';
import { withoutBlanks } from '../../shared/json';
import { PLACES } from './fields';

export const CONTACT = 'contact' as const;

export type Properties = Record<string, string>;

/** A contact as HubSpot answers it. */
export interface Contact {
  id: string;
  properties: Record<string, string | null>;
}

const NAMES: PersonFields = {
  first: 'firstname',
  last: 'lastname',
  email: 'email',
  phones: ['phone', 'mobilephone'],
  company: 'company',
  owner: 'hubspot_owner_id',
};

/**
 * A contact in our rules' terms.
 * @param places properties of ours that the account has, as far as that is known.
 */
export function toRecord(
  { id, properties }: Contact,
  places: LeadFieldPlaces | undefined,
  words: Words,
): CrmRecord {
  const fields = withoutBlanks(properties);
  const { leadFields, placeableFields } = leadFieldsIn(places ?? PLACES, (property) => fields[property]);
  return {
    ref: { type: CONTACT, id },
    name: { first: fields.firstname, last: fields.lastname },
    emails: [fields.email ?? '', ...(fields.hs_additional_emails ?? '').split(';')].filter(Boolean),
    phones: NAMES.phones.flatMap((property) => fields[property] ?? []),
    company: fields.company ?? '',
    hasCompany: Boolean(fields.associatedcompanyid),
    ownerId: fields.hubspot_owner_id,
    open: true,
    madeAt: Date.parse(fields.createdate ?? '') || undefined,
    activeAt: Date.parse(fields.lastmodifieddate ?? '') || 0,
    leadFields,
    placeableFields: places && placeableFields,
    shown: {
      stage: stageOf(fields.lifecyclestage, words),
      company: fields.company,
      lastActivityAt: Date.parse(fields.notes_last_updated ?? '') || undefined,
    },
    fields,
  };
}

/** HubSpot docs: life-cycle stages: the standard ones are words; those of an account's own are numbers, which tell nobody. */
function stageOf(stage: string | undefined, { stages }: Words): string | undefined {
  const known: Readonly<Record<string, string>> = {
    ...stages,
    marketingqualifiedlead: 'MQL',
    salesqualifiedlead: 'SQL',
  };
  if (!stage || /^\d+$/.test(stage)) return undefined;
  return known[stage] ?? stage.charAt(0).toUpperCase() + stage.slice(1);
}

/**
 * The properties of a new contact. HubSpot wants an e-mail or a name (HubSpot docs: Contacts guide), so the title
 * stands in for a visitor who gave neither.
 */
export function newContact(draft: LeadDraft, places: LeadFieldPlaces): Properties {
  const { email, title } = draft.lead;
  const changes = changesOf(draft);
  const own = changedProperties({ fields: {} }, changes, places);
  return { ...own, ...(!changes.name && !email && { firstname: title }), lifecyclestage: 'lead' };
}

/** Places the changes in the properties that are free. */
export function changedProperties(
  record: Pick<CrmRecord, 'fields'>,
  changes: LeadChanges,
  places: LeadFieldPlaces,
): Properties {
  const own = placedInFree(record, changes, NAMES, places);
  const further = changes.emails.filter((email) => email !== own.email);
  if (further.length === 0) return own;
  const all = [record.fields.hs_additional_emails, ...further].filter(Boolean);
  return { ...own, hs_additional_emails: all.join(';') };
}
