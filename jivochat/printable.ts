import { randomUUID } from 'node:crypto';

/**
 * What a terminal obeys or a reader is fooled by: C0 and C1 controls but for tab and line feed, DEL, the characters
 * that turn a line's direction (UAX #9) and those that some programs take for the end of a line.
 */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * Text of a stranger (a visitor, a CRM, a server) for a person's terminal: what is unsafe is shown as `\u001b`.
 * The text of a JSON document stays the same document: there the escape means the character.
 */
export function printable(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const ESCAPE = '\u001b';

/**
 * Makes every text printable but for the program's own colours: `shown` gives what may be written to the terminal. Only
 * what `style` adds is let through, told by a mark that nobody outside this process can know.
 * @param colour adds the escape sequences; it may leave them out.
 */
export function colourFilter<Known>(colour: (format: Known, text: string) => string) {
  const mark = `<${randomUUID()}>`;
  const each = (text: string, between: string) => text.split(mark).map(printable).join(between);
  return {
    shown: (text: string) => each(text, ESCAPE),
    style: (format: Known, text: string) => colour(format, each(text, mark)).replaceAll(ESCAPE, mark),
  };
}
