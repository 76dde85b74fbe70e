import { escapeHtml, htmlLinked } from '../../../text/html';
import { segmentsOf } from '../../../text/segments';
import { shorten } from '../../../text/plain-text';
import { ALONE_RESERVE, htmlPieces, paginate, type Piece } from '../../../text/transcript';
import type { Words } from '../../../text/languages/words';
import { labelIn, type Remark } from '../../../leads/conversation/remarks';
import type { CallDraft, Conversation, TaskDraft } from '../../connector';
import type { Pages } from '../activities';
import { callRemarks } from './call';
import { shownFacts } from './facts';
import { htmlFacts, htmlLine, withinLength } from './html';
import { noteHead, type NoteHead } from './head';

/** Room for the mark, the head of a continued page, and what the CRM refuses of the note itself. */
const RESERVE = 1_000 + ALONE_RESERVE;
const MAX_REFUSALS_LENGTH = 600;
const MAX_REFUSAL_LENGTH = 100;
/** A head takes up multiples of this, so that a word more in it moves no page's end. */
const HEAD_STEP = 2_000;

/** The conversation for `savePages`, as HTML. @param maxLength of a note of the CRM, in characters. */
export function htmlPages(conversation: Conversation, maxLength: number, words: Words): Pages {
  return {
    pages: conversationPages(conversation, maxLength, words),
    withRefusals: (page, refused) => withRefusals(page, refused, maxLength, words),
    emptied: (index) => emptiedPage(conversation.marker, index, words),
  };
}

/**
 * The conversation as HTML pages, each fit for one note. Messages that are added change no page but the last.
 * @param maxLength of a note of the CRM, in characters.
 */
export function conversationPages(conversation: Conversation, maxLength: number, words: Words): string[] {
  const limit = maxLength - RESERVE;
  const { messages, visitorName, agents, timeZone, marker } = conversation;
  const said = htmlPieces(messages, { visitorName, agents, timeZone, words }, limit);
  const pagesWith = (isWhole: boolean) =>
    pagesOf(headHtml(noteHead(conversation, words, isWhole), words), said, limit, marker);
  const pages = pagesWith(true);
  return pages.length > 1 ? pagesWith(false) : pages;
}

function pagesOf(text: string, said: readonly Piece[], limit: number, marker: string): string[] {
  const head: Piece = { text, alone: () => text };
  const size = (piece: Piece) =>
    piece === head ? Math.min(limit, Math.ceil(text.length / HEAD_STEP) * HEAD_STEP) : piece.text.length;
  const pages = paginate([head, ...said], limit, size);
  return pages.map(([first, ...rest], index) => {
    const body = [first!.alone(), ...rest.map((piece) => piece.text)].join('');
    return body + foot(marker, index);
  });
}

function headHtml({ opening, summary, facts }: NoteHead, words: Words): string {
  const lines = opening
    ? `<p><strong>${htmlLine(opening)}</strong></p><p>${htmlLine(summary)}</p>`
    : `<p><strong>${htmlLine(summary)}</strong></p>`;
  return lines + htmlFacts(facts, words);
}

/** What stands in a note that the conversation does not need any more. */
export function emptiedPage(marker: string, index: number, words: Words): string {
  return `<p><em>${escapeHtml(words.note.stands)}</em></p>${foot(marker, index)}`;
}

/** Our name for a page, for a CRM that keeps a key of ours. */
export function pageKey(marker: string, index: number): string {
  return index === 0 ? `[${marker}]` : `[${marker}, part ${index + 1}]`;
}

/** The last line of a page: not every CRM keeps a key of ours on a note. It is the same in every language. */
export function pageMark(marker: string, index: number): string {
  return index === 0 ? marker : `${marker} · ${index + 1}`;
}

function foot(marker: string, index: number): string {
  return markHtml(pageMark(marker, index));
}

/** The mark of a note, task or call, at its end. */
export function markHtml(mark: string): string {
  return `<p><em>${escapeHtml(mark)}</em></p>`;
}

/** Whether a body is the one with this mark, or, as older versions wrote it, with this key. Nobody can type either. */
export function hasMark(body: string, mark: string, key: string): boolean {
  const anywhere = (text: string) => body.includes(text);
  if (anywhere(`<p>${escapeHtml(key)}</p>`) || anywhere(`<em>${escapeHtml(mark)}</em>`)) return true;
  // A CRM's editor, once a person has used it on the note, writes attributes and its own names of elements.
  const marked = new RegExp(`<(?:em|i)\\b[^<>]*>\\s*${pattern(escapeHtml(mark))}\\s*</(?:em|i)>`);
  return marked.test(body) || new RegExp(`<p\\b[^<>]*>\\s*${pattern(escapeHtml(key))}\\s*</p>`).test(body);
}

function pattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A page with what the CRM refused of the note named at its end, within the room that is kept for it. */
export function withRefusals(
  page: string,
  refused: readonly Remark[],
  maxLength: number,
  words: Words,
): string {
  if (refused.length === 0) return page;
  const room = Math.min(MAX_REFUSALS_LENGTH, maxLength - page.length - '<p></p>'.length);
  const rows = refused.map((refusal) =>
    escapeHtml(shorten(`${labelIn(words, refusal)}: ${refusal.value}`, MAX_REFUSAL_LENGTH)),
  );
  const told = withinLength(rows, room, words).join('<br>');
  return told.length <= room ? `${page}<p>${told}</p>` : page;
}

/** A message that is to be answered, with what is to be known of it. */
export function htmlTask(
  { text, remarks, marker }: TaskDraft,
  refused: readonly Remark[],
  words: Words,
): string {
  return htmlMessage(text) + htmlRemarks([...refused, ...remarks], words) + markHtml(marker);
}

/** What is to be read of a call. */
export function htmlCall(call: CallDraft, refused: readonly Remark[], words: Words): string {
  return htmlRemarks(callRemarks(call, refused, words), words) + markHtml(call.marker);
}

/** What somebody wrote, in a paragraph of its own. */
export function htmlMessage(text: string): string {
  return `<p><span dir="auto">${htmlLinked(segmentsOf(text))}</span></p>`;
}

/** Remarks in the reader's language, one a line; "" for none. */
export function htmlRemarks(remarks: readonly Remark[], words: Words): string {
  return htmlFacts(shownFacts(remarks, words), words);
}
