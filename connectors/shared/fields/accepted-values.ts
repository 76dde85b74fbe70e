import type { Refusal } from '../../../leads/conversation/remarks';

/** What to send in the place of values that were refused. */
export interface Amended<Fields> {
  fields: Fields;
  /** What is told of the values that did not go in as they were. */
  refused: readonly Refusal[];
}

/** What a refusal of the CRM makes of the values; undefined when this way cannot mend it. */
export type Strategy<Fields> = (
  error: unknown,
  sent: Fields,
) => Amended<Fields> | undefined | Promise<Amended<Fields> | undefined>;

export interface AcceptedWrite<Fields, Written> {
  /** Undefined when nothing was left to write. */
  written?: Written;
  /** What the CRM has now. */
  accepted: Fields;
  refused: Refusal[];
}

export interface WriteRules<Fields, Written> {
  fields: Fields;
  /** Tried in order; the first that has an answer is followed. */
  strategies: readonly Strategy<Fields>[];
  /** How often the CRM is asked at the most: it may name one fault at a time. */
  maxRounds: number;
  /** The write carries more than these fields, so that it is made without any of them as well. */
  carriesMore?: boolean;
  /** @param refused what was refused so far, to be named in the text of what is written. */
  write: (fields: Fields, refused: readonly Refusal[]) => Promise<Written>;
}

/**
 * Writes; when the CRM refuses values, amends exactly those and writes the rest: a bad field never costs a lead, a note, a
 * task or a call.
 * @throws the CRM's error for refusals that no strategy can mend.
 */
export async function writeAmended<Fields extends object, Written>({
  fields,
  strategies,
  maxRounds,
  carriesMore = false,
  write,
}: WriteRules<Fields, Written>): Promise<AcceptedWrite<Fields, Written>> {
  const refused: Refusal[] = [];
  let accepted = fields;
  for (let round = 1; carriesMore || Object.keys(accepted).length > 0; round++) {
    try {
      return { written: await write(accepted, [...refused]), accepted, refused };
    } catch (error) {
      const amended = round < maxRounds ? await firstAnswer(strategies, error, accepted) : undefined;
      if (!amended) throw error;
      refused.push(...amended.refused);
      accepted = amended.fields;
    }
  }
  return { accepted, refused };
}

async function firstAnswer<Fields>(
  strategies: readonly Strategy<Fields>[],
  error: unknown,
  sent: Fields,
): Promise<Amended<Fields> | undefined> {
  for (const strategy of strategies) {
    const amended = await strategy(error, sent);
    if (amended) return amended;
  }
  return undefined;
}
