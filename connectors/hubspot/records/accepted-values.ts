import type { Refusal } from '../../../leads/conversation/remarks';
import { writeAmended, type AcceptedWrite, type Amended } from '../../shared/fields/accepted-values';
import type { LeadFieldName } from '../../../leads/record';
import {
  CONFLICT,
  HubSpotResponseError,
  isContactGone,
  refusedProperties,
  type RefusedProperty,
} from '../api/errors';
import { FURTHER_EMAILS } from './further-emails';
import { LEAD_FIELD_PROPERTIES } from './fields';
import type { Properties } from './record';

/** HubSpot names every bad value of a request at once; further rounds are for stand-ins that are refused as well. */
const MAX_ROUNDS = 4;
const E_MAIL_PROPERTIES = ['email', FURTHER_EMAILS];

/**
 * Values that come from somewhere else and may be what a refusal means that names no property: what HubSpot answers to
 * the id of an owner who has left is not documented.
 */
const SUSPECTS = ['hubspot_owner_id', 'hs_call_recording_url', 'hs_call_from_number', 'hs_call_to_number'];

export interface HubSpotWrite<Written> extends AcceptedWrite<Properties, Written> {
  /** By property: the code with which it was refused. */
  codes: ReadonlyMap<string, string>;
  /** Lead fields the account turned out to have no property for. */
  missingLeadFields: LeadFieldName[];
}

export interface WriteOptions<Written> {
  properties: Properties;
  /** `drop`: an address that belongs to another contact is left out; `throw`: the caller follows the other contact. */
  onConflict: 'drop' | 'throw';
  /** A refusal of one of these is thrown: without it the write makes no sense, or the caller knows better. */
  indispensable?: readonly string[];
  /** The write carries more than these properties, so that it is made without any of them as well. */
  carriesMore?: boolean;
  /** Puts something else in the place of what was dropped; never the same value again. */
  standIn?: (left: Properties, dropped: Properties) => Properties | Promise<Properties>;
  /** @param refused what was dropped so far, to be named in the text of what is written. */
  write: (properties: Properties, refused: readonly Refusal[]) => Promise<Written>;
}

/**
 * Writes; values HubSpot refuses are dropped, by what its answer says of them. `hs_additional_emails`, which has a second
 * way, and lead fields without a property are not told.
 * @throws HubSpotResponseError for refusals that dropping a value cannot mend.
 */
export async function writeAccepted<Written>({
  properties,
  onConflict,
  indispensable = [],
  carriesMore,
  standIn,
  write,
}: WriteOptions<Written>): Promise<HubSpotWrite<Written>> {
  const codes = new Map<string, string>();
  const missingLeadFields: LeadFieldName[] = [];
  const dropping =
    (refusedValues: Refusals) =>
    async (error: unknown, sent: Properties): Promise<Amended<Properties> | undefined> => {
      if (!(error instanceof HubSpotResponseError)) return undefined;
      const dropped = refusedValues(error, sent, onConflict);
      const names = new Set(dropped.map(({ name }) => name));
      if (dropped.length === 0 || indispensable.some((name) => names.has(name))) return undefined;
      for (const { name, code } of dropped) codes.set(name, code);
      missingLeadFields.push(...dropped.flatMap((refusal) => missingLeadField(refusal) ?? []));
      const told = dropped.filter((refusal) => !missingLeadField(refusal) && refusal.name !== FURTHER_EMAILS);
      const [left, gone] = parted(sent, names);
      return {
        fields: standIn ? await standIn(left, gone) : left,
        refused: told.map((refusal) => remarkOn(refusal, sent)),
      };
    };
  const strategies = [named, takenEmail, suspected].map(dropping);
  const outcome = await writeAmended({
    fields: properties,
    strategies,
    maxRounds: MAX_ROUNDS,
    carriesMore,
    write,
  });
  return { ...outcome, codes, missingLeadFields };
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

const takenEmail: Refusals = ({ status }, properties, onConflict) => {
  if (status !== 409 || onConflict === 'throw') return [];
  const message = 'another contact has it';
  return E_MAIL_PROPERTIES.filter((name) => Object.hasOwn(properties, name)).map((name) => ({
    name,
    code: CONFLICT,
    message,
  }));
};

const suspected: Refusals = (error, properties) => {
  const { status, body } = error;
  const aboutAValue = status === 400 && !isContactGone(error) && !/required/i.test(body.message ?? '');
  if (!aboutAValue || refusedProperties(error).length > 0) return [];
  return SUSPECTS.filter((name) => Object.hasOwn(properties, name)).map((name) => ({
    name,
    code: body.category ?? 'INVALID',
    message: '',
  }));
};

function missingLeadField({ name, code }: RefusedProperty): LeadFieldName | undefined {
  if (code !== 'PROPERTY_DOESNT_EXIST') return undefined;
  return (Object.keys(LEAD_FIELD_PROPERTIES) as LeadFieldName[]).find(
    (leadField) => LEAD_FIELD_PROPERTIES[leadField] === name,
  );
}

function remarkOn({ name, code, message }: RefusedProperty, properties: Properties): Refusal {
  const value = properties[name] ?? '';
  const why = message && !message.includes(value) ? `${code}: ${message}` : code;
  return { kind: 'notAccepted', crm: 'HubSpot', field: name, why, value };
}

function parted(properties: Properties, names: ReadonlySet<string>): [left: Properties, gone: Properties] {
  const entries = Object.entries(properties);
  return [
    Object.fromEntries(entries.filter(([name]) => !names.has(name))),
    Object.fromEntries(entries.filter(([name]) => names.has(name))),
  ];
}
