/** JivoChat's ids have at most a few dozen characters; a longer one could not be a database key. */
const MAX_ID_LENGTH = 128;

const LINE_BREAKS = /\r\n?|[\u2028\u2029]/g;
const CONTROL_CHARACTERS = /[^\P{Cc}\n\t]/gu;

/**
 * A JSON value as clean text: trimmed, well formed, lines ended by \n, no control characters but \n and \t.
 * @returns undefined for anything that is not text or a finite number, and for blank text.
 */
export function toText(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string') return undefined;
  const text = value.toWellFormed().replace(LINE_BREAKS, '\n').replace(CONTROL_CHARACTERS, '').trim();
  return text === '' ? undefined : text;
}

/**
 * An id as text. JivoChat's Webhooks API page shows the same id as a number in one event and as a string in another.
 * @returns undefined for what cannot be an id: fractions, blank or endless text, other types.
 */
export function toId(value: unknown): string | undefined {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return undefined;
  const id = toText(value);
  return id !== undefined && id.length <= MAX_ID_LENGTH ? id : undefined;
}

/** `text` in at most `max` UTF-16 units; where it was cut it ends in an ellipsis. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, characterStart(text, max - 1)).trimEnd()}…`;
}

/** Far longer than any emoji or accented letter; longer piles of combining marks may be cut between two marks. */
const LONGEST_CHARACTER = 64;

/** Made at the first cut: it costs some 13 ms, and most cold starts cut nothing. */
let characters: Intl.Segmenter | undefined;

/**
 * The start of the character (as a reader sees it: one emoji, one letter with its accents) that `index` lies in.
 * Cutting there halves neither a character nor a surrogate pair. At most 64 UTF-16 units before `index`.
 */
function characterStart(text: string, index: number): number {
  characters ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  const from = Math.max(0, index - LONGEST_CHARACTER);
  const character = characters.segment(text.slice(from, index + LONGEST_CHARACTER)).containing(index - from);
  const start = from + (character?.index ?? index - from);
  return isLowSurrogate(text.charCodeAt(start)) ? start - 1 : start;
}

/**
 * Cuts text between characters into parts of at most `room`; at least one part. Appending to it changes none but the last.
 * @param room well above what the 64 units take up that a cut may step back.
 * @param sizeOf what a UTF-16 unit takes up.
 */
export function splitText(text: string, room: number, sizeOf: (unit: string) => number): string[] {
  const parts: string[] = [];
  let start = 0;
  do {
    const end = partEnd(text, start, room, sizeOf);
    parts.push(text.slice(start, end));
    start = end;
  } while (start < text.length);
  return parts;
}

function partEnd(text: string, start: number, room: number, sizeOf: (unit: string) => number): number {
  let left = room;
  for (let end = start; end < text.length; end += 1) {
    left -= sizeOf(text.charAt(end));
    if (left < 0) return characterStart(text, end);
  }
  return text.length;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
