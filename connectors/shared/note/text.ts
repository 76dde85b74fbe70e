import { isolate } from '../../../text/bidi';
import { shorten } from '../../../text/plain-text';
import type { Words } from '../../../text/languages/words';
import type { ShownFact } from './facts';

/** The head with the message of a task stays below a task's limit, whatever a site passes along. */
const MAX_FACTS_LENGTH = 24_000;
/** Labels and titles are lines. */
const MAX_LINE_LENGTH = 4_000;
/** The beginning of a fact that is shorter than this tells nothing. */
const MIN_CUT = 400;

/** A line of a plain text, shortened to one. */
export function textLine(text: string): string {
  return shorten(text, MAX_LINE_LENGTH).replace(/\s+/g, ' ');
}

/** The facts, one a line; "" for none. Further lines of a value are indented, so that none can pass for a fact. */
export function textFacts(facts: readonly ShownFact[], words: Words): string {
  return withinLength(facts.map(row), MAX_FACTS_LENGTH, words).join('\n');
}

function row({ label, text, href }: ShownFact): string {
  const value = text.slice(0, MAX_FACTS_LENGTH).split('\n').map(isolate).join('\n  ');
  const link = href !== undefined && href !== text && /^https?:/i.test(href) ? ` – ${href}` : '';
  return `${isolate(textLine(label))}: ${value}${link}`;
}

/** Of one UTF-16 unit. */
export function weightOf(unit: string): number {
  return unit === '\n' ? 2 : 1;
}

/** Counted as the strictest CRM does: a line break is two, and each piece is followed by one. */
export function weight(piece: string): number {
  return piece.length + (piece.match(/\n/g)?.length ?? 0) + 2;
}

/** What does not fit is cut where it stops fitting, and counted. */
function withinLength(rows: readonly string[], limit: number, { more }: Words): string[] {
  const kept: string[] = [];
  let room = limit;
  for (const text of rows) {
    if (weight(text) > room) {
      // Each character may be a line break, which counts twice.
      if (room > MIN_CUT) kept.push(shorten(text, Math.floor(room / 2)));
      break;
    }
    kept.push(text);
    room -= weight(text);
  }
  return kept.length === rows.length ? kept : [...kept, `… ${more(rows.length - kept.length)}`];
}
