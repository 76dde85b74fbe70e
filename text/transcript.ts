import { isolate } from './bidi';
import { escapeHtml, htmlLinked, htmlSpans, htmlSpan } from './html';
import { segmentsOf } from './segments';
import { dayAndTime, turnsOf, type Said, type TranscriptContext, type TranscriptMessage } from './turns';

export { agentName } from './turns';
export type { TranscriptAgent, TranscriptContext, TranscriptMessage } from './turns';

/** A part of a conversation that is not divided. */
export interface Piece {
  /** Behind the one before it. */
  text: string;
  /** At the top of a page: who is speaking, and when. */
  alone: () => string;
}

/** Room for speaker, day and time above a piece that stands at the top of a page, as HTML. */
export const ALONE_RESERVE = 800;

const MARKS = { visitor: '●', agent: '○', bot: '◌', system: '–' } as const;
/** A line of a message that begins like the head of one. */
const LIKE_A_HEAD = /^[\p{White_Space}\p{Cf}]*[●○◌–]/u;

/**
 * The conversation as plain text, message by message. ● is the visitor, ○ an agent; what they wrote is indented, so that no
 * message can pass for two.
 * @throws {RangeError} when `ctx.timeZone` is not a time zone.
 */
export function textPieces(messages: readonly TranscriptMessage[], ctx: TranscriptContext): Piece[] {
  return turnsOf(messages, ctx).map((said) => textPiece(said, ctx));
}

function textPiece(said: Said, ctx: TranscriptContext): Piece {
  const { takesOver, speaker, begins, time } = said;
  const between = takesOver ? `${MARKS.system} ${isolate(ctx.words.note.tookOver(speaker))}\n` : '';
  const text = plainLines(said.text);
  const headed = (shown: string) => `${between}${plainHead(said, shown)}\n${text}`;
  return { text: begins ? headed(time) : text, alone: () => headed(dayAndTime(said, ctx)) };
}

function plainHead({ from, speaker }: Said, time: string): string {
  return [`${MARKS[from]} ${isolate(speaker)}`, ...(time ? [time] : [])].join(', ');
}

function plainLines(text: string): string {
  const shown = segmentsOf(text)
    .map((part) => ('text' in part ? part.text : part.name ? `${part.name}: ${part.url}` : part.url))
    .join('');
  const lines = shown.split('\n');
  return lines.map((line) => `  ${LIKE_A_HEAD.test(line) ? '› ' : ''}${isolate(line)}`).join('\n');
}

/**
 * The conversation as safe HTML, with nothing but p, strong, em, blockquote, br, span and a: the visitor's words stand as
 * they are, an agent's are set in, what nobody said is in italics.
 * @param maxPiece most UTF-16 units of one paragraph; at least 2,000.
 * @throws {RangeError} when `ctx.timeZone` is not a time zone or `maxPiece` is too small.
 */
export function htmlPieces(
  messages: readonly TranscriptMessage[],
  ctx: TranscriptContext,
  maxPiece: number,
): Piece[] {
  return turnsOf(messages, ctx).flatMap((said) =>
    htmlBodies(said, maxPiece - AROUND).map((body, index) => htmlPiece(said, body, index === 0, ctx)),
  );
}

/** The elements around what an agent said, and all that may stand above it. */
const AROUND = '<blockquote><p></p></blockquote>'.length + ALONE_RESERVE;

/** @param isFirst of the parts of what was said. */
function htmlPiece(said: Said, body: string, isFirst: boolean, ctx: TranscriptContext): Piece {
  const { from, takesOver, speaker, begins, time } = said;
  const between = takesOver && isFirst ? `<p><em>${htmlSpan(ctx.words.note.tookOver(speaker))}</em></p>` : '';
  const whole = (head: string) => {
    const paragraph = `<p>${head && `${head}<br>`}${body}</p>`;
    return between + (from === 'agent' ? `<blockquote>${paragraph}</blockquote>` : paragraph);
  };
  return {
    text: whole(isFirst && begins ? htmlHead(said, time) : ''),
    alone: () => whole(htmlHead(said, dayAndTime(said, ctx))),
  };
}

function htmlHead({ from, speaker }: Said, time: string): string {
  const name =
    from === 'visitor' || from === 'agent'
      ? `<strong>${htmlSpan(speaker)}</strong>`
      : `<em>${htmlSpan(speaker)}</em>`;
  return time ? `${name} ${escapeHtml(time)}` : name;
}

/** What was said, in as many parts as it needs; an address is not a link where it had to be cut. */
function htmlBodies({ from, text }: Said, limit: number): string[] {
  const linked = htmlLinked(segmentsOf(text));
  const whole = `<span dir="auto">${linked}</span>`;
  const bodies = whole.length <= limit ? [whole] : htmlSpans(text, limit);
  return from === 'system' ? bodies.map((body) => `<em>${body}</em>`) : bodies;
}

/**
 * Fills pages with pieces in their order, each page at most `limit` UTF-16 units. Appending pieces changes no page but
 * the last, so pages that a CRM already has stay valid.
 * @param sizeOf what a piece takes up, where a CRM counts otherwise.
 * @throws {RangeError} when a piece alone is longer than `limit`.
 */
export function paginate<T = string>(
  pieces: readonly T[],
  limit: number,
  sizeOf: (piece: T) => number = (piece) => String(piece).length,
): T[][] {
  const pages: T[][] = [];
  let room = 0;
  for (const piece of pieces) {
    const size = sizeOf(piece);
    if (size > limit) throw new RangeError(`a piece of ${size} units does not fit ${limit}`);
    const page = size <= room ? pages.at(-1) : undefined;
    if (page) page.push(piece);
    else pages.push([piece]);
    room = (page ? room : limit) - size;
  }
  return pages;
}
