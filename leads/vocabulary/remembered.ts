import type { Values } from './values';

/** A value with the arrival of the event that told it, epoch milliseconds. */
type Told = readonly [value: string, at: number];

/** What the events of a conversation have told so far of the names the file uses: first and latest value of each. */
export type Remembered = Readonly<Record<string, { readonly first: Told; readonly last: Told }>>;

/** Names whose first value is what is meant. */
const FIRST = new Set(['page.first_url', 'chat.first_message']);

/**
 * What is remembered after one more event. The same events give the same in any order; an event that says nothing of a
 * name erases nothing.
 * @param at arrival, epoch milliseconds.
 */
export function remember(before: Remembered, values: Values, at: number): Remembered {
  const after: Record<string, Remembered[string]> = { ...before };
  for (const [name, value] of Object.entries(values)) {
    const told: Told = [value, at];
    const known = Object.hasOwn(after, name) ? after[name] : undefined;
    after[name] = known
      ? { first: at < known.first[1] ? told : known.first, last: at >= known.last[1] ? told : known.last }
      : { first: told, last: told };
  }
  return bounded(after);
}

/** They stand in one row of the table, which holds 400 KB: what comes after so many characters is not remembered. */
const MAX_TOTAL = 40_000;

function bounded(all: Record<string, Remembered[string]>): Remembered {
  let total = 0;
  const kept = Object.entries(all).filter(([name, { first, last }]) => {
    total += name.length + first[0].length + last[0].length;
    return total <= MAX_TOTAL;
  });
  return Object.fromEntries(kept);
}

/** Of each name the value that was told first. */
export function firstValues(remembered: Remembered): Values {
  return Object.fromEntries(Object.entries(remembered).map(([name, { first }]) => [name, first[0]]));
}

/** Of each name the value that holds now. */
export function currentValues(remembered: Remembered): Values {
  return Object.fromEntries(
    Object.entries(remembered).map(([name, { first, last }]) => [name, (FIRST.has(name) ? first : last)[0]]),
  );
}
