import type { CountryCode } from 'libphonenumber-js';
import { contactExists, requiredMissing, valueTaken, type ValueProblem } from '../http/errors';
import { objectType } from './object-types';
import { calculatedNumbers } from './phones';
import type { Records } from './records';
import { LIFECYCLE_STAGES } from '../seed/seed-contacts';
import type { HubSpotState, StoredRecord } from './state';

export interface ContactOptions {
  /** What HubSpot does with a stage that would move a contact back is not documented; both are seen in reports. */
  backwardLifecycle: 'ignore' | 'reject';
  /** The account's country, for numbers without `+`. */
  defaultCountry: CountryCode;
  /**
   * `coordinates`: an e-mail that another contact has is refused with 400 "Cannot set PropertyValueCoordinates…", as
   * HubSpot does when two creations meet, instead of 409.
   */
  emailConflict: 'conflict' | 'coordinates';
  /**
   * What a write of `hs_additional_emails` does: accounts of it in the docs, in libraries and in users' reports disagree
   * (a library's change of November 2023 calls the property deprecated for writing and turns to the secondary-email
   * endpoint: jpetrucciani/hubspot3 #136).
   */
  additionalEmails: 'writable' | 'read-only' | 'ignored';
  /** Whether the secondary-email endpoint of the first contacts API is still there; its version ends in September 2027. */
  secondaryEmailEndpoint: boolean;
}

const FURTHER = 'hs_additional_emails';

/** `values` loses the further addresses, or a problem is returned, as the option says. */
export function additionalEmailsProblem(
  values: Record<string, string>,
  { additionalEmails }: ContactOptions,
): ValueProblem | undefined {
  if (values[FURTHER] === undefined || additionalEmails === 'writable') return undefined;
  if (additionalEmails === 'ignored') {
    delete values[FURTHER];
    return undefined;
  }
  return {
    name: FURTHER,
    error: 'READ_ONLY_VALUE',
    message: `"${FURTHER}" is a read only property; its value cannot be set.`,
  };
}

const CONTACTS = objectType('contacts');

/** HubSpot docs: Contacts guide: at least one of these on creation. */
const ANY_OF = ['email', 'firstname', 'lastname'];

export function requireIdentity(values: Record<string, string>): void {
  if (!ANY_OF.some((name) => values[name])) throw requiredMissing('CONTACT', ANY_OF);
}

export function addressesOf(properties: Record<string, string>): string[] {
  return [properties.email ?? '', ...(properties.hs_additional_emails ?? '').split(';')].filter(Boolean);
}

/** HubSpot keeps addresses in lower case. */
export function withLowerCaseAddresses(values: Record<string, string>): Record<string, string> {
  const { email, hs_additional_emails: additional } = values;
  return {
    ...values,
    ...(email && { email: email.toLowerCase() }),
    ...(additional && { hs_additional_emails: additional.toLowerCase() }),
  };
}

/**
 * Primary and additional addresses are unique over all contacts together.
 * @throws HubSpotError 409 naming the contact that has the address.
 */
export function requireFreeAddresses(
  state: HubSpotState,
  records: Records,
  values: Record<string, string>,
  id: string,
  { emailConflict }: ContactOptions,
): void {
  for (const address of addressesOf(values)) {
    const other = contactWithAddress(records, address);
    if (!other || other.id === id) continue;
    if (emailConflict === 'conflict') throw contactExists(other.id);
    const { portalId } = state.account;
    const taken = { portalId, legacyName: CONTACTS.legacyName, property: 'email', value: address };
    throw valueTaken({ ...taken, id, otherId: other.id });
  }
}

/** @param address in lower case. */
export function contactWithAddress(records: Records, address: string): StoredRecord | undefined {
  return records.living('contacts').find(({ properties }) => addressesOf(properties).includes(address));
}

/**
 * The lifecycle stage moves forward only; to move it back it is cleared first (HubSpot docs: Contacts guide).
 * `values` loses the stage, or a problem is returned, as the option says.
 */
export function lifecycleProblem(
  values: Record<string, string>,
  current: string | undefined,
  { backwardLifecycle }: ContactOptions,
): ValueProblem | undefined {
  const wanted = values.lifecyclestage;
  if (!wanted || !current) return undefined;
  const [from, to] = [LIFECYCLE_STAGES.indexOf(current), LIFECYCLE_STAGES.indexOf(wanted)];
  if (from < 0 || to < 0 || to >= from) return undefined;
  if (backwardLifecycle === 'ignore') {
    delete values.lifecyclestage;
    return undefined;
  }
  return {
    name: 'lifecyclestage',
    error: 'INVALID_LIFECYCLE_STAGE_TRANSITION',
    message: `Lifecycle stage cannot move back from ${current} to ${wanted}.`,
  };
}

/** What HubSpot works out by itself from the values a contact will have. */
export function calculatedContactValues(
  properties: Record<string, string>,
  { defaultCountry }: ContactOptions,
): Record<string, string> {
  const email = properties.email ?? '';
  return {
    ...calculatedNumbers(properties, defaultCountry),
    hs_email_domain: email.slice(email.indexOf('@') + 1),
  };
}

/** A contact's former additional address that becomes its primary one changes places with it. */
export function swapPromotedAddress(values: Record<string, string>, current: Record<string, string>): void {
  const additional = (current.hs_additional_emails ?? '').split(';').filter(Boolean);
  if (!values.email || values.hs_additional_emails !== undefined || !additional.includes(values.email))
    return;
  const others = additional.filter((address) => address !== values.email);
  values.hs_additional_emails = [...others, current.email ?? ''].filter(Boolean).join(';');
}

/**
 * Two contacts become one: the winner keeps its id and values, takes blanks and all addresses of the other, and the
 * other's id leads to it from then on (HubSpot docs: Merge records).
 */
export function mergeContacts(
  state: HubSpotState,
  records: Records,
  winnerId: string,
  loserId: string,
): StoredRecord {
  const [winner, loser] = [records.get('contacts', winnerId), records.get('contacts', loserId)];
  if (!winner || !loser || winner === loser)
    throw new Error(`cannot merge contact ${loserId} into ${winnerId}`);
  const [first, ...others] = [
    ...new Set([...addressesOf(winner.properties), ...addressesOf(loser.properties)]),
  ];
  const mergedIds = [winner, loser].flatMap(({ properties }) =>
    (properties.hs_merged_object_ids ?? '').split(';'),
  );
  records.archive(loser);
  state.records.splice(state.records.indexOf(loser), 1);
  state.merged[loser.id] = winner.id;
  const OWN = ['hs_object_id', 'createdate', 'lastmodifieddate'];
  const given = Object.fromEntries(Object.entries(loser.properties).filter(([name]) => !OWN.includes(name)));
  records.update(CONTACTS, winner, {
    ...given,
    ...winner.properties,
    ...(first !== undefined && { email: first, hs_additional_emails: others.join(';') }),
    hs_merged_object_ids: [...mergedIds, loser.id].filter(Boolean).join(';'),
  });
  for (const association of state.associations) {
    if (association.fromType === 'contacts' && association.fromId === loser.id)
      association.fromId = winner.id;
    if (association.toType === 'contacts' && association.toId === loser.id) association.toId = winner.id;
  }
  return winner;
}
