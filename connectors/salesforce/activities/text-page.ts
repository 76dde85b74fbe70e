import { characterStart, shorten } from '../../../text/plain-text';
import { paginate, textPieces, type Piece } from '../../../text/transcript';
import type { Words } from '../../../text/languages/words';
import { labelIn, type Remark } from '../../../leads/conversation/remarks';
import type { Conversation } from '../../connector';
import type { Pages } from '../../shared/activities';
import { noteHead, type NoteHead } from '../../shared/note/head';
import { textFacts, textLine, weight } from '../../shared/note/text';

/** Salesforce docs: Task, `Description`, at most 32,000 characters; Salesforce may count a line break as two. */
export const MAX_DESCRIPTION_LENGTH = 32_000;
/** Room for the mark and its part number, and for who is speaking at the top of a page. */
const FOOT_RESERVE = 600;
/** Room for what Salesforce refuses of the other fields: an owner, a rule's own words. */
const MAX_REFUSALS_LENGTH = 1_500;
/** A head takes up multiples of this, so that a word more in it moves no page's end. */
const HEAD_STEP = 1_000;

const PAGE_LENGTH = MAX_DESCRIPTION_LENGTH - FOOT_RESERVE - MAX_REFUSALS_LENGTH;

/** A page with what Salesforce refused of its task, which is known only after the attempt. */
export function withRefusals(page: string, refused: readonly Remark[], words: Words): string {
  if (refused.length === 0) return page;
  const lines = refused.map((refusal) => `${labelIn(words, refusal)}: ${refusal.value}`.replace(/\s+/g, ' '));
  return `${page}\n  ${shorten([...new Set(lines)].join(' | '), MAX_REFUSALS_LENGTH - 4)}`;
}

/** The conversation for `savePages`, as plain text. */
export function textPages(conversation: Conversation, words: Words): Pages {
  return {
    pages: conversationPages(conversation, words),
    withRefusals: (page, refused) => withRefusals(page, refused, words),
    emptied: (index) => emptiedPage(conversation.marker, index, words),
  };
}

/** The conversation as plain text, each page fit for one task. Messages that are added change no page but the last. */
export function conversationPages(conversation: Conversation, words: Words): string[] {
  const { messages, visitorName, agents, timeZone, marker } = conversation;
  const said = textPieces(messages, { visitorName, agents, timeZone, words }).flatMap(pieces);
  const pagesWith = (isWhole: boolean) =>
    pagesOf(headText(noteHead(conversation, words, isWhole), words), said, marker);
  const pages = pagesWith(true);
  return pages.length > 1 ? pagesWith(false) : pages;
}

function pagesOf(text: string, said: readonly Piece[], marker: string): string[] {
  const head: Piece = { text, alone: () => text };
  const size = (piece: Piece) =>
    piece === head
      ? Math.min(PAGE_LENGTH, Math.ceil(weight(text) / HEAD_STEP) * HEAD_STEP)
      : weight(piece.text);
  const pages = paginate([head, ...said], PAGE_LENGTH, size);
  return pages.map(([first, ...rest], index) => {
    const lines = [first!.alone(), ...rest.map((piece) => piece.text)];
    return `${lines.join('\n')}\n\n${pageMark(marker, index)}`;
  });
}

/** The visitor's first words are the task's subject: they are not said again. */
function headText({ summary, facts }: NoteHead, words: Words): string {
  return [textLine(summary), textFacts(facts, words), '']
    .filter((line, index) => line || index > 0)
    .join('\n');
}

/** What stands in a task that the conversation does not need any more. */
export function emptiedPage(marker: string, index: number, words: Words): string {
  return `${words.note.stands}\n\n${pageMark(marker, index)}`;
}

/**
 * The last line of a page, in every language alike: Salesforce keeps no key of ours on a task. It tells that it is one,
 * because the open task of the same message is a task as well.
 */
export function pageMark(marker: string, index: number): string {
  return `${taskMark(marker)} · ${index + 1}`;
}

/** The last line of an open task or a call. */
export function taskMark(marker: string): string {
  return `— ${marker}`;
}

/** As older versions marked a page, a task or a call. */
export function olderPageMark(marker: string, index: number): string {
  return `[${marker}, conversation${index === 0 ? '' : `, part ${index + 1}`}]`;
}

export function olderTaskMark(marker: string): string {
  return `[${marker}]`;
}

/** Whether a text has one of the marks as a line of its own: what others wrote stands indented or in quotation marks. */
export function hasMark(text: string, marks: readonly string[]): boolean {
  return text.split(/\r?\n/).some((line) => marks.includes(line.trimEnd()));
}

/** A text that is no conversation, with its mark, in one task. */
export function singlePage(parts: readonly string[], marker: string): string {
  const body = parts.filter(Boolean).join('\n\n');
  const foot = `\n\n${taskMark(marker)}`;
  const [first, ...rest] = pieces({ text: body, alone: () => body });
  const { text } = first!;
  return `${rest.length > 0 ? shorten(text, text.length - 1) : text}${foot}`;
}

/** A message longer than a page goes on on the next one, cut between characters. */
function pieces(piece: Piece): Piece[] {
  if (weight(piece.text) <= PAGE_LENGTH) return [piece];
  const { text } = piece;
  const parts: string[] = [];
  let from = 0;
  while (from < text.length) {
    const until = Math.min(text.length, from + fitting(text, from));
    const cut = until < text.length ? characterStart(text, until) : until;
    parts.push(text.slice(from, cut > from ? cut : until));
    from = cut > from ? cut : until;
  }
  const indented = (part: string, index: number) => (index > 0 && !/^\s{2}/.test(part) ? `  ${part}` : part);
  return parts.map(indented).map((part) => ({ text: part, alone: () => part }));
}

/** How many characters from `from` on weigh no more than a page. */
function fitting(text: string, from: number): number {
  let room = PAGE_LENGTH - 4;
  let at = from;
  while (at < text.length && room > 0) {
    room -= text[at] === '\n' ? 2 : 1;
    at++;
  }
  return (room < 0 ? at - 1 : at) - from;
}
