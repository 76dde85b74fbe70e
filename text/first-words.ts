import { shorten } from './plain-text';

/** What a list shows of a text. */
const MAX_LENGTH = 80;
/** No more is looked at; far more than is shown, blanks included. */
const MAX_LOOKED_AT = 1_000;

/** The first words of a text in one line; undefined when it has none. Cut at a word's end, a single long word within. */
export function firstWords(text: string): string | undefined {
  const words = text.slice(0, MAX_LOOKED_AT).toWellFormed().replace(/\s+/gu, ' ').trim();
  if (words === '') return undefined;
  if (words.length <= MAX_LENGTH) return words;
  const end = words.lastIndexOf(' ', MAX_LENGTH - 1);
  return end > MAX_LENGTH / 2 ? `${words.slice(0, end)}…` : shorten(words, MAX_LENGTH);
}
