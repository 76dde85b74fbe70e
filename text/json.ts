/** The body is not JSON. Carries nothing of the body: it may hold personal data, and errors are logged. */
export class InvalidJsonError extends Error {
  override readonly name = 'InvalidJsonError';

  constructor() {
    super('The body is not valid JSON.');
  }
}

/** An integer of fewer digits is always exact in a double. */
const LONG_NUMBER = /\d{16}/;

const INTEGER = /^-?\d+$/;

/**
 * `JSON.parse` that keeps integers beyond 2^53 as strings, so that two different ids never become equal.
 * @throws {InvalidJsonError} when `text` is not JSON, or has such an integer and is nested thousands of levels deep.
 */
export function parseJson(text: string): unknown {
  try {
    // A reviver recurses and is slow; without long digits there is nothing for it to do.
    return LONG_NUMBER.test(text) ? JSON.parse(text, keepLongIntegers) : JSON.parse(text);
  } catch {
    // The engine's own message quotes the body.
    throw new InvalidJsonError();
  }
}

/** `context` is in Node 22 and later but not yet in TypeScript's library; it has a source for primitives only. */
function keepLongIntegers(_key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source ?? '';
  return INTEGER.test(source) && !Number.isSafeInteger(value) ? source : value;
}

/** Deeper values are written without recursion, which costs twice the time. No event of JivoChat's has ten levels. */
const MOST_LEVELS = 200;

/**
 * JSON text that is equal for equal values: members sorted by name, no white space. For the idempotency key.
 * @param value what `parseJson` returned. It may be nested to any depth.
 */
export function canonicalJson(value: unknown): string {
  return written(value, 0);
}

function written(value: unknown, level: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (level === MOST_LEVELS) return deepJson(value);
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value) text += `${text && ','}${written(item, level + 1)}`;
    return `[${text}]`;
  }
  const members = value as Record<string, unknown>;
  for (const name of Object.keys(members).sort())
    text += `${text && ','}${JSON.stringify(name)}:${written(members[name], level + 1)}`;
  return `{${text}}`;
}

/** JSON text that is ready, or a value still to be written. */
type Step = string | { value: unknown };

/** As `canonicalJson`: the walk keeps its own stack. */
function deepJson(value: unknown): string {
  const ready: string[] = [];
  const stack: Step[] = [{ value }];
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    if (typeof step === 'string') ready.push(step);
    else if (typeof step.value !== 'object' || step.value === null) ready.push(JSON.stringify(step.value));
    else for (const inner of stepsOf(step.value).reverse()) stack.push(inner);
  }
  return ready.join('');
}

function stepsOf(container: object): Step[] {
  if (Array.isArray(container)) return ['[', ...list(container.map((value: unknown) => ['', value])), ']'];
  const members = Object.entries(container).sort(([a], [b]) => (a < b ? -1 : 1));
  return ['{', ...list(members.map(([name, value]) => [`${JSON.stringify(name)}:`, value])), '}'];
}

function list(members: [label: string, value: unknown][]): Step[] {
  return members.flatMap(([label, value], index) => [index === 0 ? label : `,${label}`, { value }]);
}
