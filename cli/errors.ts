import { InvalidArgumentError } from 'commander';
import { FilterError } from '../console/events/filters';
/** The command line was not understood; the message says what to type instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What the program's exit says to a script. */
export const EXIT = { done: 0, failed: 1, notUnderstood: 2 } as const;

/** Runs what a person's own words are looked up by. @throws UsageError in place of FilterError. */
export async function asUsage<T>(command: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FilterError) throw new UsageError(`${command}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** Reads an option's whole number. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
  };
}
