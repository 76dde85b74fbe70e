import { escapeHtml, htmlLinked } from '../../../text/html';
import { segmentsOf } from '../../../text/segments';
import { shorten } from '../../../text/plain-text';
import { ALONE_RESERVE, htmlPieces } from '../../../text/transcript';
import type { Words } from '../../../text/languages/words';
import { labelIn, type Remark } from '../../../leads/conversation/remarks';
import type { Conversation } from '../../connector';
import type { ActivityFormat, ActivityName } from '../activities';
import { callRemarks } from './call';
import { shownFacts } from './facts';
import { htmlFacts, htmlLine, withinLength } from './html';
import type { NoteHead } from './head';
import { pagesOf } from './pages';

/** Room for the mark, the head of a continued page, and what the CRM refuses of the note itself. */
const RESERVE = 1_000 + ALONE_RESERVE;
const MAX_REFUSALS_LENGTH = 600;
const MAX_REFUSAL_LENGTH = 100;
const HEAD_STEP = 2_000;

/** Activities as HTML. @param maxLength of a note of the CRM, in characters. */
export function htmlFormat(maxLength: number, words: Words): ActivityFormat {
  const remarksOf = (remarks: readonly Remark[]) => htmlFacts(shownFacts(remarks, words), words);
  return {
    pages: (conversation) => conversationPages(conversation, maxLength, words),
    withRefusals: (page, refused) => withRefusals(page, refused, maxLength, words),
    emptied: (name) => `<p><em>${escapeHtml(words.note.stands)}</em></p>${foot(name)}`,
    task: (task, refused) =>
      htmlMessage(task.text) + remarksOf([...refused, ...task.remarks]) + foot({ ...task, page: 0 }),
    call: (call, refused) => remarksOf(callRemarks(call, refused, words)) + foot({ ...call, page: 0 }),
  };
}

/**
 * The conversation as HTML pages, each fit for one note. Messages that are added change no page but the last.
 * @param maxLength of a note of the CRM, in characters.
 */
export function conversationPages(conversation: Conversation, maxLength: number, words: Words): string[] {
  const limit = maxLength - RESERVE;
  return pagesOf(conversation, words, {
    limit,
    headStep: HEAD_STEP,
    size: (text) => text.length,
    head: (head) => headHtml(head, words),
    said: htmlPieces(conversation.messages, { ...conversation, words }, limit),
    joined: (parts, page) => parts.join('') + foot({ ...conversation, page }),
  });
}

function headHtml({ opening, summary, facts }: NoteHead, words: Words): string {
  const lines = opening
    ? `<p><strong>${htmlLine(opening)}</strong></p><p>${htmlLine(summary)}</p>`
    : `<p><strong>${htmlLine(summary)}</strong></p>`;
  return lines + htmlFacts(facts, words);
}

/** Our name for an activity, for a CRM that keeps a key of ours. It stays whole between its ends: 12 is never taken for 121. */
export function activityKey({ marker, page }: ActivityName): string {
  return page === 0 ? `[${marker}]` : `[${marker}, part ${page + 1}]`;
}

/** Its last line: not every CRM keeps a key of ours. It is the same in every language. */
function markOf({ marker, page }: ActivityName): string {
  return page === 0 ? marker : `${marker} · ${page + 1}`;
}

function foot(name: ActivityName): string {
  return `<p><em>${escapeHtml(markOf(name))}</em></p>`;
}

/** Whether a body has the activity's mark, or, as older versions wrote it, its key. Nobody can type either. */
export function hasMark(body: string, activity: ActivityName): boolean {
  const [mark, key] = [markOf(activity), activityKey(activity)].map((text) =>
    RegExp.escape(escapeHtml(text)),
  );
  // A CRM's editor, once a person has used it on the note, writes attributes and its own names of elements.
  const marked = new RegExp(`<(?:em|i)\\b[^<>]*>\\s*${mark}\\s*</(?:em|i)>`);
  return marked.test(body) || new RegExp(`<p\\b[^<>]*>\\s*${key}\\s*</p>`).test(body);
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

/** What somebody wrote, in a paragraph of its own. */
export function htmlMessage(text: string): string {
  return `<p><span dir="auto">${htmlLinked(segmentsOf(text))}</span></p>`;
}
