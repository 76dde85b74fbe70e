import type { Finding, SetupPlan, StepOutcome } from '../../admin';

/** One thing that a CRM can have for the connector: a field, a property, the right to see it. */
export interface Wanted {
  /** `property`, `field` */
  kind: string;
  /** As the CRM's own pages show it; unique within its kind. */
  name: string;
  /** Said after the name: `(unique)`. */
  note?: string;
  /** What it is good for. */
  purpose: string;
  there?: boolean;
  /** It is there, and cannot serve. */
  problem?: Finding;
  /** Making it twice has the effect of making it once. */
  make(): Promise<unknown>;
}

/**
 * What to make, in the order given, and what is there already.
 * @param outcomeOf what a refusal means for one thing; undefined: it is about more, and ends the whole.
 */
export function planOf(
  all: readonly Wanted[],
  outcomeOf: (error: unknown, wanted: Wanted) => StepOutcome | undefined,
): Pick<SetupPlan, 'steps' | 'present' | 'problems'> {
  return {
    steps: missing(all).map((wanted) => ({
      id: idOf(wanted),
      what: wordsOf(wanted),
      purpose: wanted.purpose,
      make: () => made(wanted, outcomeOf),
    })),
    present: all.filter(({ there, problem }) => there && !problem).map(wordsOf),
    problems: all.flatMap(({ problem }) => problem ?? []),
  };
}

export function missing(all: readonly Wanted[], kind?: string): Wanted[] {
  return all.filter((wanted) => !wanted.there && (kind === undefined || wanted.kind === kind));
}

/** As a plan's steps have it. */
export function idOf({ kind, name }: Pick<Wanted, 'kind' | 'name'>): string {
  return `${kind} ${name}`;
}

/** With what is said after its name. */
export function nameOf({ name, note }: Wanted): string {
  return note ? `${name} ${note}` : name;
}

function wordsOf(wanted: Wanted): string {
  return `${wanted.kind} ${nameOf(wanted)}`;
}

async function made(
  wanted: Wanted,
  outcomeOf: (error: unknown, wanted: Wanted) => StepOutcome | undefined,
): Promise<StepOutcome> {
  try {
    await wanted.make();
    return { outcome: 'made' };
  } catch (error) {
    const outcome = outcomeOf(error, wanted);
    if (outcome) return outcome;
    throw error;
  }
}
