import type { Remark } from '../../leads/lead';
import type { FactName } from '../../leads/record';
import { CONFLICT, HubSpotResponseError, refusedProperties, type RefusedProperty } from './errors';
import { FACT_PROPERTIES } from './properties';
import type { Contact, Properties } from './record';

/** HubSpot names every bad value of a request at once; what is still refused after this is about something else. */
const MAX_ROUNDS = 3;
const E_MAIL_PROPERTIES = ['email', 'hs_additional_emails'];

export interface AcceptedWrite {
  /** Undefined when nothing was left to write. */
  contact?: Contact;
  refused: Remark[];
  /** Facts the account turned out to have no property for. */
  missingFacts: FactName[];
}

export interface WriteOptions {
  properties: Properties;
  /** `drop`: an address that belongs to another contact is left out; `throw`: the caller follows the other contact. */
  onConflict: 'drop' | 'throw';
  /** Serves as the name when everything else that HubSpot requires was refused. */
  standInName?: string;
  write: (properties: Properties) => Promise<Contact>;
}

/**
 * Writes; when HubSpot refuses values, drops exactly those and writes the rest: a bad field never costs a lead.
 * @throws HubSpotResponseError for refusals that dropping a value cannot mend.
 */
export async function writeAccepted({
  properties,
  onConflict,
  standInName,
  write,
}: WriteOptions): Promise<AcceptedWrite> {
  const refused: Remark[] = [];
  const missingFacts: FactName[] = [];
  let accepted = properties;
  for (let round = 1; ; round++) {
    if (Object.keys(accepted).length === 0) return { refused, missingFacts };
    try {
      const { id, properties: answered } = await write(accepted);
      return { contact: { id, properties: { ...accepted, ...answered } }, refused, missingFacts };
    } catch (error) {
      const dropped = droppable(error, accepted, onConflict);
      if (round === MAX_ROUNDS || dropped.length === 0) throw error;
      for (const refusal of dropped) {
        const missing = missingFact(refusal);
        if (missing) missingFacts.push(missing);
        else refused.push(remarkOn(refusal, accepted));
      }
      accepted = withName(without(accepted, dropped), standInName);
    }
  }
}

function droppable(error: unknown, properties: Properties, onConflict: 'drop' | 'throw'): RefusedProperty[] {
  if (!(error instanceof HubSpotResponseError)) return [];
  const named = refusedProperties(error).filter(({ name }) => Object.hasOwn(properties, name));
  if (onConflict === 'throw') return named.some(({ code }) => code === CONFLICT) ? [] : named;
  if (error.status !== 409) return named;
  return E_MAIL_PROPERTIES.filter((name) => Object.hasOwn(properties, name)).map((name) => ({
    name,
    code: CONFLICT,
    message: 'another contact has it',
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

function without(properties: Properties, dropped: readonly RefusedProperty[]): Properties {
  const names = new Set(dropped.map(({ name }) => name));
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !names.has(name)));
}

function withName(properties: Properties, standIn: string | undefined): Properties {
  if (!standIn || properties.email || properties.firstname || properties.lastname) return properties;
  return { ...properties, firstname: standIn };
}
