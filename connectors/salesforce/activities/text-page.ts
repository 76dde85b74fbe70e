import { isolate } from '../../../text/bidi';
import { shorten, splitText } from '../../../text/plain-text';
import { textPieces, type Piece } from '../../../text/transcript';
import type { Words } from '../../../text/languages/words';
import { isCalled, labelIn, type Remark } from '../../../leads/conversation/remarks';
import type { Conversation, TaskDraft } from '../../connector';
import type { Activity, ActivityFormat } from '../../shared/activities';
import { callRemarks } from '../../shared/note/call';
import { shownFacts } from '../../shared/note/facts';
import type { NoteHead } from '../../shared/note/head';
import { pagesOf } from '../../shared/note/pages';
import { textFacts, textLine, weight, weightOf } from '../../shared/note/text';
import { MAX_SUBJECT_LENGTH } from './task-fields';

/** Salesforce docs: Task, `Description`, at most 32,000 characters; Salesforce may count a line break as two. */
export const MAX_DESCRIPTION_LENGTH = 32_000;
/** Room for the mark and its part number, and for who is speaking at the top of a page. */
const FOOT_RESERVE = 600;
/** Room for what Salesforce refuses of the other fields: an owner, a rule's own words. */
const MAX_REFUSALS_LENGTH = 1_500;
const HEAD_STEP = 1_000;

/** Of what somebody said. */
const INDENT = '  ';

const PAGE_LENGTH = MAX_DESCRIPTION_LENGTH - FOOT_RESERVE - MAX_REFUSALS_LENGTH;

/** Activities as plain text, with what Salesforce refused of their tasks at the end. */
export function textFormat(words: Words): ActivityFormat {
  const factsOf = (remarks: readonly Remark[]) => textFacts(shownFacts(remarks, words), words);
  return {
    pages: (conversation) => conversationPages(conversation, words),
    withRefusals: (page, refused) => withRefusals(page, refused, words),
    emptied: ({ marker, page }) => `${words.note.stands}\n\n${pageMark(marker, page)}`,
    task: (task, refused) =>
      withRefusals(singlePage([messageOf(task), factsOf(task.remarks)], task.marker), refused, words),
    call(call, refused) {
      const facts = factsOf(callRemarks(call, [], words));
      const isCut = call.title.length > MAX_SUBJECT_LENGTH;
      const told = isCut ? `${textLine(call.title)}\n${facts}` : facts;
      return withRefusals(singlePage([told], call.marker), refused, words);
    },
  };
}

/** Salesforce trims a text: without a line above it the first one would lose its indent. */
function messageOf({ remarks, text }: TaskDraft): string {
  const name = remarks.find((remark) => isCalled(remark, 'Name'))?.value.replace(/\s+/g, ' ');
  const head = name ? `● ${isolate(name)}` : '●';
  return [head, ...text.split('\n').map((line) => INDENT + isolate(line))].join('\n');
}

/** A page with what Salesforce refused of its task, which is known only after the attempt. */
function withRefusals(page: string, refused: readonly Remark[], words: Words): string {
  if (refused.length === 0) return page;
  const lines = refused.map((refusal) => `${labelIn(words, refusal)}: ${refusal.value}`.replace(/\s+/g, ' '));
  return `${page}\n  ${shorten([...new Set(lines)].join(' | '), MAX_REFUSALS_LENGTH - 4)}`;
}

/** The conversation as plain text, each page fit for one task. Messages that are added change no page but the last. */
export function conversationPages(conversation: Conversation, words: Words): string[] {
  return pagesOf(conversation, words, {
    limit: PAGE_LENGTH,
    headStep: HEAD_STEP,
    size: weight,
    head: (head) => headText(head, words),
    said: textPieces(conversation.messages, { ...conversation, words }).flatMap(pieces),
    joined: (parts, page) => `${parts.join('\n')}\n\n${pageMark(conversation.marker, page)}`,
  });
}

/** The visitor's first words are the task's subject: they are not said again. */
function headText({ summary, facts }: NoteHead, words: Words): string {
  return [textLine(summary), textFacts(facts, words), '']
    .filter((line, index) => line || index > 0)
    .join('\n');
}

/**
 * The last line of a page, in every language alike: Salesforce keeps no key of ours on a task. It tells that it is one,
 * because the open task of the same message is a task as well.
 */
function pageMark(marker: string, page: number): string {
  return `${taskMark(marker)} · ${page + 1}`;
}

/** The last line of an open task or a call. */
function taskMark(marker: string): string {
  return `— ${marker}`;
}

/**
 * Whether a text has the activity's mark as a line of its own: what others wrote stands indented or in quotation marks.
 * Older versions wrote another one.
 */
export function hasMark(text: string, { kind, marker, page }: MarkedActivity): boolean {
  const marks =
    kind === 'note'
      ? [pageMark(marker, page), `[${marker}, conversation${page === 0 ? '' : `, part ${page + 1}`}]`]
      : [taskMark(marker), `[${marker}]`];
  return text.split(/\r?\n/).some((line) => marks.includes(line.trimEnd()));
}

type MarkedActivity = Pick<Activity<unknown>, 'kind' | 'marker' | 'page'>;

/** A text that is no conversation, with its mark, in one task. */
export function singlePage(parts: readonly string[], marker: string): string {
  const body = parts.filter(Boolean).join('\n\n');
  const foot = `\n\n${taskMark(marker)}`;
  const [first, ...rest] = pieces({ text: body, alone: () => body });
  const { text } = first!;
  return `${rest.length > 0 ? shorten(text, text.length - 1) : text}${foot}`;
}

/** A message longer than a page goes on on the next one. */
function pieces(piece: Piece): Piece[] {
  if (weight(piece.text) <= PAGE_LENGTH) return [piece];
  const parts = splitText(piece.text, PAGE_LENGTH - INDENT.length - weight(''), weightOf);
  const indented = parts.map((part, index) => (index > 0 && !/^\s{2}/.test(part) ? INDENT + part : part));
  return indented.map((text) => ({ text, alone: () => text }));
}
