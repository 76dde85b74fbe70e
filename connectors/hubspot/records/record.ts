import type { Lead } from '../../../leads/lead';
import type { LeadChanges } from '../../../leads/merge';
import type { Words } from '../../../text/languages/words';
import type { CrmRecord, LeadFieldName, LeadFields } from '../../../leads/record';
import { LEAD_FIELD_PROPERTIES, definedLeadFields } from './fields';

export const CONTACT = 'contact' as const;

export type Properties = Record<string, string>;

/** A contact as HubSpot answers it. */
export interface Contact {
  id: string;
  properties: Record<string, string | null>;
}

/**
 * A contact in our rules' terms.
 * @param asked the properties were asked for by name, so that a missing one is known not to exist.
 */
export function toRecord({ id, properties }: Contact, asked: boolean, words: Words): CrmRecord {
  const fields = withoutBlanks(properties);
  return {
    ref: { type: CONTACT, id },
    name: { first: fields.firstname, last: fields.lastname },
    emails: [fields.email ?? '', ...(fields.hs_additional_emails ?? '').split(';')].filter(Boolean),
    phones: [fields.phone, fields.mobilephone].filter((phone) => phone !== undefined),
    company: asked ? (fields.company ?? '') : undefined,
    hasCompany: Boolean(fields.associatedcompanyid),
    ownerId: fields.hubspot_owner_id,
    open: true,
    madeAt: Date.parse(fields.createdate ?? '') || undefined,
    activeAt: Date.parse(fields.lastmodifieddate ?? '') || 0,
    leadFields: storedLeadFields(fields),
    placeableFields: asked ? definedLeadFields(properties) : undefined,
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
export function newContact(lead: Lead, leadFields: LeadFields, ownerId: string | undefined): Properties {
  const named = lead.name ?? (lead.email ? undefined : { first: lead.title, last: undefined });
  return withoutBlanks({
    email: lead.email,
    firstname: named?.first,
    lastname: named?.last,
    phone: lead.phone && (lead.phone.e164 ?? lead.phone.raw),
    company: lead.company,
    lifecyclestage: 'lead',
    hubspot_owner_id: ownerId,
    ...leadFieldProperties(leadFields),
  });
}

/** Places the changes in the properties that are free. */
export function changedProperties(record: CrmRecord, changes: LeadChanges): Properties {
  const { fields } = record;
  const emails = [...changes.emails];
  const email = changes.correctedEmail ?? (fields.email ? undefined : emails.shift());
  const additional =
    emails.length > 0 ? [fields.hs_additional_emails, ...emails].filter(Boolean).join(';') : undefined;
  const freePhones = ['phone', 'mobilephone'].filter((property) => !fields[property]);
  const phones = changes.phones
    .slice(0, freePhones.length)
    .map((phone, index) => [freePhones[index]!, phone]);
  return withoutBlanks({
    email,
    hs_additional_emails: additional,
    firstname: changes.name?.first,
    lastname: changes.name?.last,
    company: changes.company,
    hubspot_owner_id: changes.ownerId,
    ...(Object.fromEntries(phones) as Properties),
    ...leadFieldProperties(changes.leadFields),
  });
}

function leadFieldProperties(leadFields: LeadFields): Properties {
  return Object.fromEntries(
    Object.entries(leadFields).map(([leadField, value]) => [
      LEAD_FIELD_PROPERTIES[leadField as LeadFieldName],
      value,
    ]),
  );
}

function storedLeadFields(fields: Properties): LeadFields {
  return withoutBlanks(
    Object.fromEntries(
      Object.entries(LEAD_FIELD_PROPERTIES).map(([leadField, property]) => [leadField, fields[property]]),
    ),
  );
}

export function withoutBlanks(properties: Record<string, string | null | undefined>): Properties {
  return Object.fromEntries(
    Object.entries(properties).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}
