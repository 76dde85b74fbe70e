import { CrmUnavailableError } from '../../errors';
import type { CreateOutcome, LeadDraft, SaveOutcome } from '../../connector';
import type { LeadChanges } from '../../../leads/merge';
import type { CrmRecord, RecordRef } from '../../../leads/record';
import { writeAccepted } from './accepted-values';
import type { HubSpotContext } from '../context';
import { CONFLICT, HubSpotResponseError, asContactGone, existingId, refusedProperties } from '../api/errors';
import { PERSON_PROPERTIES } from './fields';
import { FURTHER_EMAILS, addFurtherEmails, sendableEmails } from './further-emails';
import { knownPlaces } from './known-fields';
import { mappedProperties } from './mapped-properties';
import { getContact } from './people';
import { CONTACT, changedProperties, newContact, toRecord, type Contact, type Properties } from './record';

/**
 * What was written is shown by the search "in a few moments" (HubSpot docs: CRM search, limitations), seen to be half a
 * minute (craft-freeform issue 2500); twice that.
 */
const SEARCH_SHOWS_AFTER_MS = 60_000;
/** What a chat may tell of the person; lead fields stand in the head of the note anyway, an owner's id tells nobody. */
const PERSONAL = [...PERSON_PROPERTIES, 'company'].filter((name) => name !== FURTHER_EMAILS);

/**
 * Creates the contact. HubSpot guards e-mail addresses, secondary ones included, so a contact that the lagging search
 * did not show yet is found here by the 409.
 */
export async function createContact(context: HubSpotContext, draft: LeadDraft): Promise<CreateOutcome> {
  const mapped = await mappedProperties(context, CONTACT, draft.mapped);
  const own = newContact(draft, (await knownPlaces(context.memory)) ?? new Map());
  const properties = { ...own, ...mapped.fields };
  try {
    const { written, accepted, refused } = await writeAccepted(context, {
      fields: properties,
      onConflict: 'throw',
      standIn: (left) => withName(left, draft.lead.title),
      write: (sent) => {
        waitForSearch(context, draft, sent);
        return context.api.objects.create('contacts', { properties: sent, associations: [] });
      },
    });
    const contact = { id: written!.id, properties: { ...accepted, ...written!.properties } };
    const record = await recordAsWritten(context, contact);
    return { outcome: 'created', record, refused: [...mapped.dropped, ...refused] };
  } catch (error) {
    const ref = await conflictingContact(context, error, properties);
    if (ref) return { outcome: 'exists', ref };
    throw error;
  }
}

/** Serves as the name when everything else that HubSpot requires was refused. */
function withName(properties: Properties, title: string): Properties {
  if (properties.email || properties.firstname || properties.lastname) return properties;
  return { ...properties, firstname: title };
}

/**
 * HubSpot itself refuses the second contact with an e-mail. Our visitor key is no such help: another visitor with the same
 * number has another one, and the earlier attempt may not have known yet that there is such a property.
 * @throws CrmUnavailableError while a contact that an earlier attempt may have made would not be found.
 */
function waitForSearch(
  { now }: HubSpotContext,
  { attemptsInDoubt = [] }: LeadDraft,
  { email }: Properties,
): void {
  const since = attemptsInDoubt.filter(({ sameEmail }) => !(email && sameEmail)).map(({ since: at }) => at);
  const retryAfterMs = Math.max(0, ...since) + SEARCH_SHOWS_AFTER_MS - now();
  if (retryAfterMs <= 0) return;
  const details = { crm: 'HubSpot', operation: 'create contact' };
  const reason = 'an earlier attempt may have made it, and the search may not show it yet';
  throw new CrmUnavailableError(reason, details, { retryAfterMs });
}

/**
 * Writes to the free properties only; an address that another contact has is left to it. Of a contact that may not be
 * edited nothing is changed.
 */
export async function updateContact(
  context: HubSpotContext,
  record: CrmRecord,
  changes: LeadChanges,
): Promise<SaveOutcome> {
  const mapped = await mappedProperties(context, CONTACT, changes.mapped);
  const own = changedProperties(record, changes, (await knownPlaces(context.memory)) ?? new Map());
  const properties = { ...own, ...mapped.fields };
  const { id } = record.ref;
  const missed = [...PERSONAL, ...Object.keys(mapped.fields)];
  const { written, accepted, refused, dropped, locked } = await writeAccepted(context, {
    fields: await sendableEmails(context, properties),
    onConflict: 'drop',
    edit: { record, call: context.call, isMissed: (name) => missed.includes(name) },
    write: (sent) => context.api.objects.update('contacts', id, { properties: sent }),
  }).catch(asContactGone);
  const wanted = changes.emails.filter((email) => properties.email !== email);
  const code = dropped.find(({ name }) => name === FURTHER_EMAILS)?.code;
  const further = await addFurtherEmails(context, id, wanted, { answered: written, code, locked });
  const told = [...mapped.dropped, ...refused, ...further.refused];
  if (!written && !further.value) return { record, refused: told };
  const after = {
    ...record.fields,
    ...accepted,
    ...written?.properties,
    ...(further.value && { [FURTHER_EMAILS]: further.value }),
  };
  return {
    record: await recordAsWritten(context, { id: written?.id ?? id, properties: after }),
    refused: told,
  };
}

/** It tells what was written, and not whether the contact has a company besides. */
async function recordAsWritten({ memory, call }: HubSpotContext, contact: Contact): Promise<CrmRecord> {
  return { ...toRecord(contact, await knownPlaces(memory), call.words), company: undefined };
}

/** The contact that already has the e-mail or our unique visitor key. */
async function conflictingContact(
  context: HubSpotContext,
  error: unknown,
  properties: Properties,
): Promise<RecordRef | undefined> {
  if (!(error instanceof HubSpotResponseError)) return undefined;
  if (error.status === 409) {
    const id = existingId(error);
    if (id) return { type: CONTACT, id };
    return properties.email ? (await getContact(context, properties.email, 'email'))?.ref : undefined;
  }
  const taken = refusedProperties(error).find(({ code }) => code === CONFLICT);
  if (taken?.heldBy) return { type: CONTACT, id: taken.heldBy };
  const value = taken && properties[taken.name];
  return value ? (await getContact(context, value, taken.name))?.ref : undefined;
}
