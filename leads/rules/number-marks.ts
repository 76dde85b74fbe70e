import type { JivoEvent } from '../../jivochat/event';
import type { Words } from '../../text/languages/words';

/**
 * Tells our marks from the same words typed by a visitor: Unicode keeps it for a program's own use (Unicode Standard 23.7,
 * noncharacters), and `withoutMarks` takes it out of what comes from outside. The words stay readable where a row is looked at.
 */
const OURS = '\uFDD0';

export const CARD_MARK = `[${OURS}card number removed]`;
export const IBAN_MARK = `[${OURS}IBAN removed]`;

/** Nothing of an event that is nested deeper is worth keeping. */
const MAX_DEPTH = 60;

/** A text from outside, in which nothing passes for a mark of ours. */
export function withoutMarks(text: string): string {
  return text.includes(OURS) ? text.replaceAll(OURS, '\uFFFD') : text;
}

/**
 * A JSON value with all that is no group or list in it changed; what is nested too deep is null.
 * @param change told the name of the member as well, which items of a list have none of.
 * @returns the very same value where nothing changes.
 */
export function withLeaves(
  value: unknown,
  change: (leaf: unknown, name?: string) => unknown,
  depth = 0,
  name?: string,
): unknown {
  if (typeof value !== 'object' || value === null) return change(value, name);
  if (depth > MAX_DEPTH) return null;
  const before = Object.entries(value);
  const after = before.map(([key, inner]): [string, unknown] => {
    return [key, withLeaves(inner, change, depth + 1, Array.isArray(value) ? undefined : key)];
  });
  if (after.every(([, inner], at) => inner === before[at]![1])) return value;
  return Array.isArray(value) ? after.map(([, inner]) => inner) : Object.fromEntries(after);
}

/** The event as its readers may see it, with how many numbers of each kind its visitor and agents lost. */
export function withRemovedNumbers(event: JivoEvent, { removed: words }: Pick<Words, 'removed'>): JivoEvent {
  const said = [...event.messages.map(({ text }) => text), event.offline?.message ?? ''];
  const removed = { cards: countOf(said, CARD_MARK), ibans: countOf(said, IBAN_MARK) };
  const worded = (leaf: unknown) =>
    typeof leaf === 'string' && leaf.includes(OURS)
      ? leaf.replaceAll(CARD_MARK, `[${words.cards}]`).replaceAll(IBAN_MARK, `[${words.ibans}]`)
      : leaf;
  return { ...(withLeaves(event, worded) as JivoEvent), removed };
}

/** Undefined: none. */
function countOf(texts: readonly string[], mark: string): string | undefined {
  const count = texts.reduce((sum, text) => sum + text.split(mark).length - 1, 0);
  return count > 0 ? String(count) : undefined;
}
