import { readDay } from './day';
import type { Values } from './values';

/** A value of the vocabulary, and what is done with it on the way. */
export interface Reference {
  readonly name: string;
  readonly steps?: readonly Step[];
}

/** `lower`; `date`: as `2026-11-25`; `default`: in the place of none; `map`: by a table, in any case. */
export type Step =
  | readonly ['lower']
  | readonly ['date']
  | readonly ['default', string]
  | readonly ['map', Readonly<Record<string, string>>];

/** Fixed text and references, in order. Plain data: it stands in the bundle as JSON. */
export type Expression = readonly (string | Reference)[];

/** The names an expression asks for. */
export function namesIn(expression: Expression): string[] {
  return expression.flatMap((part) => (typeof part === 'string' ? [] : [part.name]));
}

/**
 * The expression's text; undefined when none of its names has a value, for “Campaign: ” alone tells nobody anything. A fixed
 * text is itself. Never throws.
 */
export function evaluate(expression: Expression, values: Values): string | undefined {
  let text = '';
  let found = false;
  let asked = false;
  for (const part of expression) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    asked = true;
    const value = resolve(part, values);
    if (value === undefined) continue;
    found = true;
    text += value;
  }
  return (asked && !found) || text === '' ? undefined : text;
}

function resolve({ name, steps = [] }: Reference, values: Values): string | undefined {
  let value = Object.hasOwn(values, name) ? values[name] : undefined;
  for (const step of steps) {
    switch (step[0]) {
      case 'default':
        value ??= step[1];
        break;
      case 'lower':
        value = value?.toLowerCase();
        break;
      case 'date':
        value = value === undefined ? undefined : readDay(value);
        break;
      case 'map':
        value = value === undefined ? undefined : fromTable(step[1], value);
        break;
    }
  }
  return value;
}

/** The table's keys are in lower case. */
function fromTable(table: Readonly<Record<string, string>>, value: string): string | undefined {
  const key = value.trim().toLowerCase();
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
