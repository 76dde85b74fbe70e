import { shorten, splitText } from './plain-text';
import type { Segment } from './segments';

const HTML = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '\n': '<br>' } as const;

const OPEN = '<span dir="auto">';
const CLOSE = '</span>';

/** Room a paragraph needs for its text: well above the characters a cut may step back, each six units as HTML. */
const MIN_ROOM = 500;
/** An address is shown this long; the whole one is behind the link. */
const MAX_SHOWN_ADDRESS = 80;

/** Text made safe for HTML content and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, toHtml);
}

/** Escaped text whose line ends are `<br>`. */
export function htmlText(text: string): string {
  return text.replace(/[&<>"'\n]/g, toHtml);
}

/** Text in an element of its own direction, so that right-to-left text cannot turn what stands around it. */
export function htmlSpan(text: string): string {
  return `${OPEN}${htmlText(text)}${CLOSE}`;
}

/** A link whose text is its address, or a name and where it leads. @param url http, https, mailto or tel. */
export function htmlLink(url: string, text = url): string {
  return `<a href="${escapeHtml(url)}">${htmlText(shorten(text, MAX_SHOWN_ADDRESS))}</a>`;
}

/** Text with its addresses as links. A file's name may be anything, so the host stands beside it. */
export function htmlLinked(segments: readonly Segment[]): string {
  return segments
    .map((part) => {
      if ('text' in part) return htmlText(part.text);
      if (part.name === undefined) return htmlLink(part.url);
      return `${htmlLink(part.url, part.name)} (${escapeHtml(new URL(part.url).host)})`;
    })
    .join('');
}

/**
 * Text as HTML of at most `limit` UTF-16 units each. Text that needs several is cut between characters; nothing of it is
 * lost, and appending to it changes none but the last.
 * @throws {RangeError} when `limit` leaves no room for text: 500 units more than the tags need.
 */
export function htmlSpans(text: string, limit: number): string[] {
  const room = limit - OPEN.length - CLOSE.length;
  if (room < MIN_ROOM) throw new RangeError(`a limit of ${limit} leaves no room for text`);
  return splitText(text, room, (character) => toHtml(character).length).map(htmlSpan);
}

function toHtml(character: string): string {
  return character in HTML ? HTML[character as keyof typeof HTML] : character;
}
