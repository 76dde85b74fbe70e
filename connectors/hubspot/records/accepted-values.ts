import { writeAmended, type RefusedValue, type WriteOptions } from '../../shared/fields/accepted-values';
import {
  CONFLICT,
  HubSpotResponseError,
  isContactGone,
  isEditRefused,
  refusedProperties,
  type RefusedProperty,
} from '../api/errors';
import type { HubSpotContext } from '../context';
import { FURTHER_EMAILS } from './further-emails';
import { LEAD_FIELD_PROPERTIES } from './fields';
import { forgetPlaces } from './known-fields';
import type { Properties } from './record';

/** HubSpot names every bad value of a request at once; further rounds are for stand-ins that are refused as well. */
const MAX_ROUNDS = 4;
const OWNER = 'hubspot_owner_id';
const E_MAIL_PROPERTIES = ['email', FURTHER_EMAILS];

/**
 * Values that come from somewhere else and may be what a refusal means that names no property: what HubSpot answers to
 * the id of an owner who has left is not documented.
 */
const SUSPECTS = [OWNER, 'hs_call_recording_url', 'hs_call_from_number', 'hs_call_to_number'];

interface HubSpotWrite<Written> extends WriteOptions<string, Written> {
  /** `drop`: an address that belongs to another contact is left out; `throw`: the caller follows the other contact. */
  onConflict: 'drop' | 'throw';
}

/**
 * Writes; values HubSpot refuses are dropped, by what its answer says of them. `hs_additional_emails`, which has a second
 * way, and lead fields without a property are not told.
 * @throws HubSpotResponseError for refusals that dropping a value cannot mend.
 */
export async function writeAccepted<Written>(
  { owners, memory }: HubSpotContext,
  { onConflict, ...options }: HubSpotWrite<Written>,
) {
  const reading = (refusals: Refusals) => (error: unknown, sent: Properties) =>
    error instanceof HubSpotResponseError ? refusals(error, sent, onConflict).map(withWords) : [];
  const outcome = await writeAmended(
    {
      crm: 'HubSpot',
      readings: [named, takenEmail, suspected].map(reading),
      maxRounds: MAX_ROUNDS,
      owner: { fields: [OWNER], insteadOf: (refused) => owners.insteadOf(refused) },
      isTold: (refused) => refused.name !== FURTHER_EMAILS && !isMissingLeadField(refused),
      lockedBy: (error) =>
        error instanceof HubSpotResponseError && isEditRefused(error)
          ? (error.code ?? `HTTP ${error.status}`)
          : undefined,
    },
    options,
  );
  const missing = outcome.dropped.filter(isMissingLeadField).map(({ name }) => name);
  await forgetPlaces(memory, missing);
  return outcome;
}

function withWords({ name, code, message }: RefusedProperty): RefusedValue<string> {
  return { name, code, ...(message && { why: `${code}: ${message}` }) };
}

/** The values of the request that an answer refuses, as far as one reading of it tells; empty when it tells none. */
type Refusals = (
  error: HubSpotResponseError,
  properties: Properties,
  onConflict: 'drop' | 'throw',
) => RefusedProperty[];

const named: Refusals = (error, properties, onConflict) => {
  const refused = refusedProperties(error).filter(({ name }) => Object.hasOwn(properties, name));
  return onConflict === 'throw' && refused.some(({ code }) => code === CONFLICT) ? [] : refused;
};

const takenEmail: Refusals = ({ status }, properties, onConflict) =>
  status === 409 && onConflict === 'drop'
    ? among(E_MAIL_PROPERTIES, properties, { code: CONFLICT, message: 'another contact has it' })
    : [];

const suspected: Refusals = (error, properties) => {
  const { status, words, code = 'INVALID' } = error;
  const aboutAValue = status === 400 && !isContactGone(error) && !/required/i.test(words);
  const isOpen = aboutAValue && refusedProperties(error).length === 0;
  return isOpen ? among(SUSPECTS, properties, { code, message: '' }) : [];
};

function among(
  names: readonly string[],
  properties: Properties,
  why: Pick<RefusedProperty, 'code' | 'message'>,
): RefusedProperty[] {
  return names.filter((name) => Object.hasOwn(properties, name)).map((name) => ({ name, ...why }));
}

function isMissingLeadField({ name, code }: RefusedValue): boolean {
  return code === 'PROPERTY_DOESNT_EXIST' && Object.values(LEAD_FIELD_PROPERTIES).includes(name);
}
