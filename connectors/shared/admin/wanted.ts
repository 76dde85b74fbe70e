import type { Finding, SetupPlan, StepOutcome } from '../../admin';
import { ResponseError } from '../http/response-error';

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
 * @param remedyFor what a person can do where the CRM refuses to make one thing.
 */
export function planOf<Refusal extends ResponseError>(
  all: readonly Wanted[],
  remedyFor: (refusal: Refusal, wanted: Wanted) => string,
): Pick<SetupPlan, 'steps' | 'present' | 'problems'> {
  return {
    steps: missing(all).map((wanted) => ({
      id: idOf(wanted),
      what: wordsOf(wanted),
      purpose: wanted.purpose,
      make: () => made(wanted, remedyFor),
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

/** @throws what is about more than this one thing: the credential, a limit, an outage. */
async function made<Refusal extends ResponseError>(
  wanted: Wanted,
  remedyFor: (refusal: Refusal, wanted: Wanted) => string,
): Promise<StepOutcome> {
  try {
    await wanted.make();
    return { outcome: 'made' };
  } catch (error) {
    if (!(error instanceof ResponseError) || error.isBusy || error.status === 401) throw error;
    if (error.meaning.exists) return { outcome: 'exists' };
    const remedy = remedyFor(error as Refusal, wanted);
    return { outcome: 'refused', words: error.words || error.message, remedy };
  }
}
