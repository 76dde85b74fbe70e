import { characterStart, shorten } from '../../../text/plain-text';
import { paginate, renderText } from '../../../text/transcript';
import type { Remark } from '../../../leads/conversation/remarks';
import type { Conversation } from '../../connector';

/** Salesforce docs: Task, `Description`, at most 32,000 characters; Salesforce may count a line break as two. */
export const MAX_DESCRIPTION_LENGTH = 32_000;
/** Room for the marker and its part number. */
const FOOT_RESERVE = 300;
/** The head with the message of a task stays below a task's limit, whatever a site passes along. */
const MAX_HEAD_LENGTH = 24_000;
/** Labels and titles are lines. */
const MAX_LINE_LENGTH = 4_000;

/** Room for what Salesforce refuses of the other fields: an owner, a rule's own words. */
const MAX_REFUSALS_LENGTH = 1_500;

const PAGE_LENGTH = MAX_DESCRIPTION_LENGTH - FOOT_RESERVE - MAX_REFUSALS_LENGTH;

/** A page with what Salesforce refused of its task, which is known only after the attempt. */
export function withRefusals(page: string, refused: readonly Remark[]): string {
  if (refused.length === 0) return page;
  const lines = refused.map(({ label, value }) => `${label}: ${value}`.replace(/\s+/g, ' '));
  return `${page}\n${shorten([...new Set(lines)].join(' | '), MAX_REFUSALS_LENGTH - 2)}`;
}

/** The conversation as plain text, each page fit for one task. Pages before the last never change when messages are added. */
export function conversationPages(conversation: Conversation): string[] {
  const { messages, visitorName, agents, timeZone } = conversation;
  // Further lines of a message are indented, so a line that is not begins the next one.
  const said =
    messages.length > 0 ? renderText(messages, { visitorName, agents, timeZone }).split(/\n(?! {2})/) : [];
  const lines = said.flatMap(pieces);
  const head = `${textHead(conversation.title, conversation.remarks)}\n`;
  const pages = paginate([head, ...lines], PAGE_LENGTH, weight);
  return pages.map((page, index) => `${page.join('\n')}\n\n${pageMarker(conversation.marker, index)}`);
}

/**
 * The text by which a page of a conversation is found again: Salesforce keeps no key of ours on a task. It says that it
 * is one, because the open task of the same message is a task as well.
 */
export function pageMarker(marker: string, index: number): string {
  return `[${marker}, conversation${index === 0 ? '' : `, part ${index + 1}`}]`;
}

/** The text by which an open task or a call is found again. */
export function taskMarker(marker: string): string {
  return `[${marker}]`;
}

/** Title and remarks, one a line. Further lines of a value are indented, so that none can pass for a remark. */
export function textHead(title: string, remarks: readonly Remark[]): string {
  const rows = remarks.map(({ label, value }) => {
    const text = value.slice(0, MAX_HEAD_LENGTH).replaceAll('\n', '\n  ');
    return `${shorten(label, MAX_LINE_LENGTH).replace(/\s+/g, ' ')}: ${text}`;
  });
  return [shorten(title, MAX_LINE_LENGTH).replace(/\s+/g, ' '), ...withinLength(rows, MAX_HEAD_LENGTH)].join(
    '\n',
  );
}

/** A text that is no conversation, with its marker, in one task. */
export function singlePage(parts: readonly string[], marker: string): string {
  const body = parts.filter(Boolean).join('\n\n');
  const foot = `\n\n${taskMarker(marker)}`;
  const [first = '', ...rest] = pieces(body);
  return `${rest.length > 0 ? shorten(first, first.length - 1) : first}${foot}`;
}

/** A line break counts twice, and each piece is followed by one. */
function weight(piece: string): number {
  return piece.length + (piece.match(/\n/g)?.length ?? 0) + 2;
}

/** A message longer than a page goes on on the next one, cut between characters. */
function pieces(text: string): string[] {
  if (weight(text) <= PAGE_LENGTH) return [text];
  const parts: string[] = [];
  let from = 0;
  while (from < text.length) {
    const until = Math.min(text.length, from + fitting(text, from));
    const cut = until < text.length ? characterStart(text, until) : until;
    parts.push(text.slice(from, cut > from ? cut : until));
    from = cut > from ? cut : until;
  }
  return parts;
}

/** How many characters from `from` on weigh no more than a page. */
function fitting(text: string, from: number): number {
  let room = PAGE_LENGTH - 2;
  let at = from;
  while (at < text.length && room > 0) {
    room -= text[at] === '\n' ? 2 : 1;
    at++;
  }
  return (room < 0 ? at - 1 : at) - from;
}

/** What does not fit is cut where it stops fitting, and counted. */
function withinLength(rows: readonly string[], limit: number): string[] {
  const kept: string[] = [];
  let room = limit;
  for (const row of rows) {
    if (weight(row) > room) {
      // Each character may be a line break, which counts twice.
      if (room > MIN_CUT) kept.push(shorten(row, Math.floor(room / 2)));
      break;
    }
    kept.push(row);
    room -= weight(row);
  }
  return kept.length === rows.length ? kept : [...kept, `… and ${rows.length - kept.length} more`];
}

/** The beginning of a remark that is shorter than this tells nothing. */
const MIN_CUT = 400;
