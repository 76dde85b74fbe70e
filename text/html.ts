import { characterStart } from './plain-text';

const HTML = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '\n': '<br>' } as const;

const CLOSE = '</span></p>';

/** Room a paragraph needs for its text: well above the 64 characters a cut may step back, each six units as HTML. */
const MIN_ROOM = 500;

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
  return `<span dir="auto">${htmlText(text)}</span>`;
}

/**
 * Text as HTML paragraphs of at most `limit` UTF-16 units each. Text that needs several is cut between characters;
 * nothing of it is lost, and appending to it changes no paragraph but the last.
 * @param head HTML that stands on a line of its own above the text, in the first paragraph; "" for none.
 * @throws {RangeError} when `limit` leaves no room for text: 500 units more than the head and the tags need.
 */
export function htmlParagraphs(head: string, text: string, limit: number): string[] {
  const first = `<p>${head}${head && '<br>'}<span dir="auto">`;
  const room = limit - first.length - CLOSE.length;
  if (room < MIN_ROOM) throw new RangeError(`a limit of ${limit} leaves no room for text`);
  return splitText(text, room).map((part, index) => {
    const open = index === 0 ? first : '<p><span dir="auto">';
    return `${open}${htmlText(part)}${CLOSE}`;
  });
}

/** Cuts text into parts that have at most `room` units as HTML; at least one part. */
function splitText(text: string, room: number): string[] {
  const parts: string[] = [];
  let start = 0;
  do {
    const end = partEnd(text, start, room);
    parts.push(text.slice(start, end));
    start = end;
  } while (start < text.length);
  return parts;
}

function partEnd(text: string, start: number, room: number): number {
  let left = room;
  for (let end = start; end < text.length; end += 1) {
    left -= toHtml(text.charAt(end)).length;
    if (left < 0) return characterStart(text, end);
  }
  return text.length;
}

function toHtml(character: string): string {
  return character in HTML ? HTML[character as keyof typeof HTML] : character;
}
