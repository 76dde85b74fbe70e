import type { JivoEvent } from '../../jivochat/event';
import type { Words } from '../../text/languages/words';

/**
 * Tells our marks from the same words typed by a visitor: Unicode keeps it for a program's own use (Unicode Standard 23.7,
 * noncharacters), and `withoutMarks` takes it out of what comes from outside. The words stay readable where a row is looked at.
 */
const OURS = '\uFDD0';

export const CARD_MARK = `[${OURS}card number removed]`;
export const IBAN_MARK = `[${OURS}IBAN removed]`;

/** Nothing of an event that is nested deeper is worth a word. */
const MAX_DEPTH = 60;

/** A text from outside, in which nothing passes for a mark of ours. */
export function withoutMarks(text: string): string {
  return text.includes(OURS) ? text.replaceAll(OURS, '\uFFFD') : text;
}

/**
 * What was kept with marks, with the words for them that its readers know.
 * @returns the very same value where there is none.
 */
function withWords<T>(value: T, { removed }: Pick<Words, 'removed'>): T {
  const marks = [
    [CARD_MARK, `[${removed.cards}]`],
    [IBAN_MARK, `[${removed.ibans}]`],
  ] as const;
  const wordedText = (text: string) =>
    text.includes(OURS) ? marks.reduce((told, [mark, words]) => told.replaceAll(mark, words), text) : text;
  return worded(value, 0) as T;

  function worded(part: unknown, depth: number): unknown {
    if (typeof part === 'string') return wordedText(part);
    if (typeof part !== 'object' || part === null || depth > MAX_DEPTH) return part;
    if (Array.isArray(part)) {
      const items = part.map((item) => worded(item, depth + 1));
      return items.some((item, at) => item !== part[at]) ? items : part;
    }
    const before = part as Record<string, unknown>;
    const entries = Object.entries(before).map(([name, inner]) => [name, worded(inner, depth + 1)] as const);
    return entries.some(([name, inner]) => inner !== before[name]) ? Object.fromEntries(entries) : part;
  }
}

/** The event as its readers may see it, with how many numbers of each kind its visitor and agents lost. */
export function withRemovedNumbers(event: JivoEvent, words: Pick<Words, 'removed'>): JivoEvent {
  const said = [...event.messages.map(({ text }) => text), event.offline?.message ?? ''];
  const removed = { cards: countOf(said, CARD_MARK), ibans: countOf(said, IBAN_MARK) };
  return { ...withWords(event, words), removed };
}

/** Undefined: none. */
function countOf(texts: readonly string[], mark: string): string | undefined {
  const count = texts.reduce((sum, text) => sum + text.split(mark).length - 1, 0);
  return count > 0 ? String(count) : undefined;
}
