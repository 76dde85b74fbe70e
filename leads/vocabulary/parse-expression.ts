import { nearest } from '../../text/nearest';
import type { Expression, Reference, Step } from './expression';
import { PLAIN_NAMES, isName } from './names';

type ParsedExpression =
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
  // Every second part stood in braces.
  for (const [index, part] of text.split(/\{([^{}]*)\}/).entries()) {
    if (index % 2 === 1) {
      const inner = parseReference(part.trim());
      if (!inner.ok) return inner;
      parts.push(...inner.expression);
    } else if (/[{}]/.test(part)) {
      return { ok: false, problem: part.includes('{') ? 'a { has no } after it' : 'a } has no { before it' };
    } else if (part !== '') parts.push(part);
  }
  return { ok: true, expression: parts };
}
