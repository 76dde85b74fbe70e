import { nearest } from '../../text/nearest';
import { readDay } from './day';
import { PLAIN_NAMES, isName } from './names';
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

export type ParsedExpression =
  | { ok: true; expression: Expression }
  /** @property near what was probably meant. */
  | { ok: false; problem: string; near?: string };

const FUNCTIONS = ['lower', 'date', 'default'];

/** Reads `utm.campaign`, `department | lower` or a template such as `JivoChat {channel}: {department | default:none}`. */
export function parseExpression(text: string): ParsedExpression {
  return text.includes('{') || text.includes('}') ? parseTemplate(text) : parseReference(text);
}

function parseReference(text: string): ParsedExpression {
  const [first = '', ...rest] = text.split('|').map((part) => part.trim());
  if (!isName(first)) {
    const near = nearest(first, PLAIN_NAMES);
    return { ok: false, problem: `${first || 'nothing'} is no value an event tells`, near };
  }
  const steps: Step[] = [];
  for (const part of rest) {
    const colon = part.indexOf(':');
    const name = colon < 0 ? part : part.slice(0, colon).trim();
    if (name === 'default' && colon >= 0) steps.push(['default', part.slice(colon + 1).trim()]);
    else if ((name === 'lower' || name === 'date') && colon < 0) steps.push([name]);
    else {
      const problem = FUNCTIONS.includes(name)
        ? `${name} is written ${usage(name)}`
        : `${name} is no function`;
      return { ok: false, problem, near: nearest(name, FUNCTIONS) };
    }
  }
  return { ok: true, expression: [steps.length > 0 ? { name: first, steps } : { name: first }] };
}

function usage(name: string): string {
  return name === 'default' ? 'default:text' : `${name}, without a colon`;
}

function parseTemplate(text: string): ParsedExpression {
  const parts: (string | Reference)[] = [];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('{', at);
    const before = text.slice(at, open < 0 ? undefined : open);
    if (before.includes('}')) return { ok: false, problem: 'a } has no { before it' };
    if (before !== '') parts.push(before);
    if (open < 0) break;
    const close = text.indexOf('}', open);
    if (close < 0) return { ok: false, problem: 'a { has no } after it' };
    const inner = parseReference(text.slice(open + 1, close).trim());
    if (!inner.ok) return inner;
    parts.push(...inner.expression);
    at = close + 1;
  }
  return { ok: true, expression: parts };
}

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
