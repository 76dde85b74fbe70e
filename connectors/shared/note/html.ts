import { isolate } from '../../../text/bidi';
import { escapeHtml, htmlLink, htmlLinked, htmlSpan } from '../../../text/html';
import { shorten } from '../../../text/plain-text';
import { segmentsOf } from '../../../text/segments';
import type { Words } from '../../../text/languages/words';
import type { ShownFact } from './facts';

/** Room for an agent's comment as it is. */
const MAX_FACT_LENGTH = 20_000;
/** Labels and titles are lines; so is what the markup around its characters makes too long. */
const MAX_LINE_LENGTH = 4_000;
/** Facts together stay well below a note's limit, whatever a site passes along. */
const MAX_FACTS_LENGTH = 24_000;

/** A line of a note, shortened to one. */
export function htmlLine(text: string): string {
  return htmlSpan(shorten(text.replace(/\s+/g, ' '), MAX_LINE_LENGTH));
}

/** The facts, one a line, in one paragraph; "" for none. */
export function htmlFacts(facts: readonly ShownFact[], words: Words): string {
  const rows = withinLength(facts.map(row), MAX_FACTS_LENGTH, words);
  return rows.length > 0 ? `<p>${rows.join('<br>')}</p>` : '';
}

function row({ label, text, href }: ShownFact): string {
  const name = `${escapeHtml(isolate(shorten(label, MAX_LINE_LENGTH).replace(/\s+/g, ' ')))}: `;
  if (href !== undefined && href.length <= MAX_LINE_LENGTH) return name + htmlLink(href, text);
  const whole = `<span dir="auto">${htmlLinked(segmentsOf(shorten(text, MAX_FACT_LENGTH)))}</span>`;
  return name + (whole.length <= MAX_FACT_LENGTH ? whole : htmlSpan(shorten(text, MAX_LINE_LENGTH)));
}

/** Rows as far as they fit; how many more there are is told. */
export function withinLength(rows: readonly string[], limit: number, { more }: Words): string[] {
  let length = 0;
  const fitting = rows.filter((text) => (length += text.length) <= limit);
  return fitting.length === rows.length
    ? fitting
    : [...fitting, `… ${escapeHtml(more(rows.length - fitting.length))}`];
}
