import { shorten } from '../../text/plain-text';

/** A terminal's line holds a few of these. */
const MOST_CHARACTERS = 80;

/** A stranger's text as a part of one line. Control characters are the terminal's own filter's work. */
export function oneLine(text: string): string {
  return shorten(
    text
      .slice(0, MOST_CHARACTERS * 10)
      .replaceAll(/\s+/g, ' ')
      .trim(),
    MOST_CHARACTERS,
  );
}
