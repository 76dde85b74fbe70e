/** Of a text in a line of the log, this much is kept; what a person reads there is shorter. */
const MAX_TEXT = 2_000;
/** Texts up to this are masked as a whole; a part of one, or of a longer one, by every run of `RUN` characters in it. */
const WHOLE = 200;
const RUN = 16;
/** Of all long texts together this much is looked for: more than any line could quote. */
const MAX_LONG = 64 * 1024;
/** Texts are found by how they begin; shorter ones would be in any text. */
const HEAD = 3;
/** All of a line together: nodes, their depth, and their characters. */
const MAX_NODES = 300;
const MAX_DEPTH = 6;
const MAX_CHARACTERS = 8_000;

const MASK = '<personal>';

/** Takes the personal texts out of one text, which is cut first. Never throws. */
export type Mask = (text: string) => string;

/**
 * Time grows linearly with the personal texts and with what is masked, and both are bounded: a visitor chooses the one,
 * a CRM the other.
 */
export function createMask(personal: readonly string[]): Mask {
  const whole = new Map<string, Map<number, Set<string>>>();
  const runs = new Set<string>();
  let room = MAX_LONG;
  // Short ones first: one endless text must not use up the room of the others.
  for (const text of personal.toSorted((a, b) => a.length - b.length)) {
    if (text.length < HEAD) continue;
    if (text.length <= WHOLE) addWhole(whole, fold(text));
    if (text.length >= RUN && room > 0) {
      const beginning = fold(text.slice(0, room));
      room -= beginning.length;
      for (let at = 0; at + RUN <= beginning.length; at++) runs.add(beginning.slice(at, at + RUN));
    }
  }
  return (text) => masked(text, (folded, at) => matchAt(folded, at, whole, runs));
}

function addWhole(whole: Map<string, Map<number, Set<string>>>, text: string): void {
  const head = text.slice(0, HEAD);
  const byLength = whole.get(head) ?? new Map<number, Set<string>>();
  whole.set(head, byLength);
  byLength.set(text.length, (byLength.get(text.length) ?? new Set()).add(text));
}

/** @returns how many characters from `at` on are personal. */
function matchAt(
  folded: string,
  at: number,
  whole: ReadonlyMap<string, ReadonlyMap<number, ReadonlySet<string>>>,
  runs: ReadonlySet<string>,
): number {
  let longest = runs.size > 0 && runs.has(folded.slice(at, at + RUN)) ? RUN : 0;
  for (const [length, texts] of whole.get(folded.slice(at, at + HEAD)) ?? []) {
    if (length > longest && texts.has(folded.slice(at, at + length))) longest = length;
  }
  return longest;
}

function masked(text: string, matchLength: (folded: string, at: number) => number): string {
  // Beyond the cut as far as a text may reach that begins before it.
  const seen = text.slice(0, MAX_TEXT + WHOLE);
  const folded = fold(seen);
  let out = '';
  let maskedUntil = 0;
  for (let at = 0; at < Math.min(seen.length, MAX_TEXT); at++) {
    const length = matchLength(folded, at);
    if (length > 0 && at >= maskedUntil) out += MASK;
    maskedUntil = Math.max(maskedUntil, at + length);
    if (at >= maskedUntil) out += seen[at];
  }
  return text.length > MAX_TEXT ? `${out}…` : out;
}

/** Without upper case, each character in its place: lower case of some is two characters, or depends on the next one. */
function fold(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  let folded = '';
  for (const character of text) {
    const lower = character.toLowerCase();
    folded += lower.length === character.length ? lower : character;
  }
  return folded;
}

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}

/**
 * The data as plain JSON values, masked: of a thrown error its name only, nothing deeper or larger than a line of a log
 * can use, and nothing that a getter or a `toJSON` could throw.
 */
export function maskData(data: Record<string, unknown>, mask: Mask): Record<string, unknown> {
  let nodes = MAX_NODES;
  let characters = MAX_CHARACTERS;

  function text(value: string): string {
    const short = mask(value.slice(0, Math.max(0, characters) + WHOLE));
    const kept = short.slice(0, Math.max(0, characters));
    characters -= kept.length;
    return kept;
  }

  function clean(value: unknown, depth: number): unknown {
    if (nodes-- <= 0) return '…';
    if (typeof value === 'string') return text(value);
    if (typeof value === 'bigint') return String(value);
    if (typeof value === 'function' || typeof value === 'symbol') return `<${typeof value}>`;
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof Error) return text(nameOf(value));
    if (depth >= MAX_DEPTH) return '…';
    if (Array.isArray(value)) return value.slice(0, nodes + 1).map((item) => clean(item, depth + 1));
    return object(value, depth);
  }

  function object(value: object, depth: number): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    for (const name of orElse(() => Object.keys(value), [])) {
      if (nodes <= 0) break;
      entries.push([text(name), clean(member(value, name), depth + 1)]);
    }
    return Object.fromEntries(entries);
  }

  return object(data, 0);
}

function member(value: object, name: string): unknown {
  return orElse(() => (value as Record<string, unknown>)[name], '<unreadable>');
}

/** A getter or a proxy may throw. */
function orElse<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

function nameOf(error: Error): string {
  const name = member(error, 'name');
  return typeof name === 'string' ? name : 'Error';
}
