import type { Expression, Step } from './expression';

/** An expression as a person would write it in the file. */
export function spelt(expression: Expression): string {
  const [only] = expression;
  if (expression.length === 1 && typeof only === 'object') return reference(only.name, only.steps);
  return expression
    .map((part) => (typeof part === 'string' ? part : `{${reference(part.name, part.steps)}}`))
    .join('');
}

function reference(name: string, steps: readonly Step[] = []): string {
  return [name, ...steps.map(step)].join(' | ');
}

function step([name, more]: Step): string {
  if (name === 'default') return `default:${more}`;
  return name === 'map' ? 'map' : name;
}
