import type { Remark } from '../../../leads/lead';
import type { FactName } from '../../../leads/record';
import {
  CONFLICT,
  HubSpotResponseError,
  isContactGone,
  refusedProperties,
  type RefusedProperty,
} from '../api/errors';
import { FURTHER_EMAILS } from './further-emails';
import { FACT_PROPERTIES } from './fields';
import type { Properties } from './record';

/** HubSpot names every bad value of a request at once; further rounds are for stand-ins that are refused as well. */
const MAX_ROUNDS = 4;
const E_MAIL_PROPERTIES = ['email', FURTHER_EMAILS];

/**
 * Values that come from somewhere else and may be what a refusal means that names no property: what HubSpot answers to
 * the id of an owner who has left is not documented.
 */
const SUSPECTS = ['hubspot_owner_id', 'hs_call_recording_url', 'hs_call_from_number', 'hs_call_to_number'];

export interface AcceptedWrite<Written> {
  /** Undefined when nothing was left to write. */
  written?: Written;
  accepted: Properties;
  /** Without `hs_additional_emails`, which has a second way. */
  refused: Remark[];
  /** By property: the code with which it was refused. */
  codes: ReadonlyMap<string, string>;
  /** Facts the account turned out to have no property for. */
  missingFacts: FactName[];
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
  write: (properties: Properties, refused: readonly Remark[]) => Promise<Written>;
}

/**
 * Writes; when HubSpot refuses values, drops exactly those and writes the rest: a bad field never costs a lead, a note, a
 * task or a call.
 * @throws HubSpotResponseError for refusals that dropping a value cannot mend.
 */
export async function writeAccepted<Written>({
  properties,
  onConflict,
  indispensable = [],
  carriesMore = false,
  standIn,
  write,
}: WriteOptions<Written>): Promise<AcceptedWrite<Written>> {
  const refused: Remark[] = [];
  const codes = new Map<string, string>();
  const missingFacts: FactName[] = [];
  let accepted = properties;
  for (let round = 1; ; round++) {
    if (Object.keys(accepted).length === 0 && !carriesMore) return { accepted, refused, codes, missingFacts };
    try {
      return { written: await write(accepted, refused), accepted, refused, codes, missingFacts };
    } catch (error) {
      const dropped = droppable(error, accepted, onConflict);
      const names = new Set(dropped.map(({ name }) => name));
      const stays = dropped.length === 0 || indispensable.some((name) => names.has(name));
      if (round === MAX_ROUNDS || stays) throw error;
      for (const refusal of dropped) {
        codes.set(refusal.name, refusal.code);
        const missing = missingFact(refusal);
        if (missing) missingFacts.push(missing);
        else if (refusal.name !== FURTHER_EMAILS) refused.push(remarkOn(refusal, accepted));
      }
      const [left, gone] = parted(accepted, names);
      accepted = standIn ? await standIn(left, gone) : left;
    }
  }
}

function droppable(error: unknown, properties: Properties, onConflict: 'drop' | 'throw'): RefusedProperty[] {
  if (!(error instanceof HubSpotResponseError)) return [];
  const named = refusedProperties(error).filter(({ name }) => Object.hasOwn(properties, name));
  if (onConflict === 'throw' && named.some(({ code }) => code === CONFLICT)) return [];
  if (named.length > 0) return named;
  if (error.status === 409 && onConflict === 'drop') {
    return E_MAIL_PROPERTIES.filter((name) => Object.hasOwn(properties, name)).map((name) => ({
      name,
      code: CONFLICT,
      message: 'another contact has it',
    }));
  }
  return suspected(error, properties);
}

function suspected(error: HubSpotResponseError, properties: Properties): RefusedProperty[] {
  const { status, body } = error;
  const aboutAValue = status === 400 && !isContactGone(error) && !/required/i.test(body.message ?? '');
  if (!aboutAValue || refusedProperties(error).length > 0) return [];
  return SUSPECTS.filter((name) => Object.hasOwn(properties, name)).map((name) => ({
    name,
    code: body.category ?? 'INVALID',
    message: '',
  }));
}

function missingFact({ name, code }: RefusedProperty): FactName | undefined {
  if (code !== 'PROPERTY_DOESNT_EXIST') return undefined;
  return (Object.keys(FACT_PROPERTIES) as FactName[]).find((fact) => FACT_PROPERTIES[fact] === name);
}

function remarkOn({ name, code, message }: RefusedProperty, properties: Properties): Remark {
  const words = message && !message.includes(properties[name] ?? '') ? `${code}: ${message}` : code;
  return { label: `Not accepted by HubSpot as ${name} (${words})`, value: properties[name] ?? '' };
}

function parted(properties: Properties, names: ReadonlySet<string>): [left: Properties, gone: Properties] {
  const entries = Object.entries(properties);
  return [
    Object.fromEntries(entries.filter(([name]) => !names.has(name))),
    Object.fromEntries(entries.filter(([name]) => names.has(name))),
  ];
}
