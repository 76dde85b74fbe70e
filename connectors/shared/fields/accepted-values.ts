import type { Refusal } from '../../../leads/conversation/remarks';

/** A value that the CRM refused. */
export interface RefusedValue<Value> {
  /** Of the field, as it was sent. */
  name: string;
  /** Written in its place; undefined: the field is left out. */
  instead?: Value;
  /** Undefined where nobody misses the value, or it has a second way. */
  told?: Refusal;
}

type Fields<Value> = Record<string, Value>;

/** What the connector's pieces say of a write. */
export interface WriteOptions<Value, Written> {
  fields: Fields<Value>;
  /** A refusal of one of these is thrown: without it the write makes no sense, or the caller knows better. */
  indispensable?: readonly string[];
  /** The write carries more than these fields, so that it is made without any of them as well. */
  carriesMore?: boolean;
  /** Puts something else in the place of what was dropped; never the same value again. */
  standIn?: (left: Fields<Value>, gone: Fields<Value>) => Fields<Value>;
  /** @param refused what is told so far, to be named in the text of what is written. */
  write: (fields: Fields<Value>, refused: readonly Refusal[]) => Promise<Written>;
}

/** What a CRM's refusals mean. */
export interface RefusalRules<Value, Refused extends RefusedValue<Value>> {
  /** The values that an answer refuses, as far as one reading of it tells; the first that tells any is followed. */
  readings: readonly ((error: unknown, sent: Fields<Value>) => readonly Refused[])[];
  /** How often the CRM is asked at the most: it may name one fault at a time. */
  maxRounds: number;
  /** Whoever may not own it gives way to somebody else, if there is anybody. */
  owner?: { fields: readonly string[]; insteadOf: (refused: string) => Promise<Value | undefined> };
}

export interface AcceptedWrite<Value, Written, Refused = RefusedValue<Value>> {
  /** Undefined when nothing was left to write. */
  written?: Written;
  /** What the CRM has now. */
  accepted: Fields<Value>;
  dropped: Refused[];
  /** What is told of them. */
  refused: Refusal[];
}

/**
 * Writes; when the CRM refuses values, amends exactly those and writes the rest: a bad field never costs a lead, a note, a
 * task or a call.
 * @throws the CRM's error for refusals that dropping a value cannot mend.
 */
export async function writeAmended<Value, Written, Refused extends RefusedValue<Value>>(
  { readings, maxRounds, owner }: RefusalRules<Value, Refused>,
  { fields, indispensable = [], carriesMore = false, standIn, write }: WriteOptions<Value, Written>,
): Promise<AcceptedWrite<Value, Written, Refused>> {
  const dropped: Refused[] = [];
  const told = () => dropped.flatMap((value) => value.told ?? []);
  let accepted = fields;
  for (let round = 1; carriesMore || Object.keys(accepted).length > 0; round++) {
    try {
      return { written: await write(accepted, told()), accepted, dropped, refused: told() };
    } catch (error) {
      const found = round < maxRounds ? valuesIn(error, accepted) : [];
      if (found.length === 0) throw error;
      dropped.push(...found);
      accepted = await amended(accepted, found);
    }
  }
  return { accepted, dropped, refused: told() };

  function valuesIn(error: unknown, sent: Fields<Value>): readonly Refused[] {
    const found = readings.map((read) => read(error, sent));
    return found.find((values) => isMendable(values)) ?? [];
  }

  function isMendable(values: readonly Refused[]): boolean {
    return values.length > 0 && !values.some(({ name }) => indispensable.includes(name));
  }

  async function amended(sent: Fields<Value>, found: readonly Refused[]): Promise<Fields<Value>> {
    const byName = new Map(found.map((value) => [value.name, value]));
    const gone = Object.fromEntries(Object.entries(sent).filter(([name]) => byName.has(name)));
    const left = Object.entries(sent).flatMap(([name, value]) => {
      const written = byName.has(name) ? byName.get(name)!.instead : value;
      return written === undefined ? [] : [[name, written] as const];
    });
    const owned = { ...Object.fromEntries(left), ...(await otherOwner(gone)) };
    return standIn ? standIn(owned, gone) : owned;
  }

  async function otherOwner(gone: Fields<Value>): Promise<Fields<Value>> {
    const field = owner?.fields.find((name) => Object.hasOwn(gone, name));
    const other = field === undefined ? undefined : await owner?.insteadOf(String(gone[field]));
    return other === undefined ? {} : { [field!]: other };
  }
}

/** What is told of a value that was refused. @param why in the CRM's words, or its code. */
export function notAccepted(crm: string, field: string, value: string, why?: string): Refusal {
  return { kind: 'notAccepted', crm, field, value, ...(why && { why }) };
}
