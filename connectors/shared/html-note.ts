import { escapeHtml } from '../../text/html';
import { shorten } from '../../text/plain-text';
import { paginate, renderHtml } from '../../text/transcript';
import type { Remark } from '../../leads/conversation/remarks';
import type { Conversation } from '../connector';

/** Room for the head of a continued page and its part number. */
const HEAD_RESERVE = 1_000;
/** Room that is left of the reserve for values the CRM refuses of the note itself. */
const MAX_REFUSALS_LENGTH = 600;
const MAX_REFUSAL_LENGTH = 100;
/** Room for an agent's comment as it is. */
const MAX_REMARK_LENGTH = 20_000;
/** Labels and titles are lines; so is what the markup around its characters makes too long. */
const MAX_LINE_LENGTH = 4_000;
/** The head stays well below a note's limit, whatever a site passes along. */
const MAX_HEAD_LENGTH = 24_000;

/**
 * The conversation as HTML pages, each fit for one note. Pages before the last never change when messages are added.
 * @param maxLength of a note of the CRM, in characters; a head that is all entities may go beyond it.
 */
export function conversationPages(conversation: Conversation, maxLength: number): string[] {
  const { messages, visitorName, agents, timeZone } = conversation;
  const pieces = renderHtml(messages, { visitorName, agents, timeZone }, maxLength - 2 * HEAD_RESERVE);
  const head = noteHead(conversation.title, conversation.remarks);
  const [first = [], ...rest] = paginate([head, ...pieces], maxLength - HEAD_RESERVE);
  const bodies = [first, ...rest].map((page) => page.join(''));
  return bodies.map((body, index) => body + foot(conversation.marker, index));
}

/** The text by which a page is found again: not every CRM keeps a key of ours on a note. */
export function pageMarker(marker: string, index: number): string {
  return index === 0 ? `[${marker}]` : `[${marker}, part ${index + 1}]`;
}

export function noteHead(title: string, remarks: readonly Remark[]): string {
  const rows = withinLength(
    remarks.map(({ label, value }) => `${escapeHtml(shorten(label, MAX_LINE_LENGTH))}: ${remarkText(value)}`),
    MAX_HEAD_LENGTH,
  );
  return `<p><strong>${escapeHtml(shorten(title, MAX_LINE_LENGTH))}</strong></p>${rows.length > 0 ? `<p>${rows.join('<br>')}</p>` : ''}`;
}

function remarkText(value: string): string {
  const whole = escapeHtml(shorten(value, MAX_REMARK_LENGTH));
  return whole.length <= MAX_REMARK_LENGTH ? whole : escapeHtml(shorten(value, MAX_LINE_LENGTH));
}

/** A page with what the CRM refused of the note named at its end, within the room that is kept for it. */
export function withRefusals(page: string, refused: readonly Remark[], maxLength: number): string {
  if (refused.length === 0) return page;
  const room = Math.min(MAX_REFUSALS_LENGTH, maxLength - page.length - '<p></p>'.length);
  const rows = refused.map(({ label, value }) =>
    escapeHtml(shorten(`${label}: ${value}`, MAX_REFUSAL_LENGTH)),
  );
  const told = withinLength(rows, room).join('<br>');
  return told.length <= room ? `${page}<p>${told}</p>` : page;
}

function foot(marker: string, index: number): string {
  return `<p>${escapeHtml(pageMarker(marker, index))}</p>`;
}

function withinLength(rows: string[], limit: number): string[] {
  let length = 0;
  const fitting = rows.filter((row) => (length += row.length) <= limit);
  return fitting.length === rows.length ? rows : [...fitting, `… and ${rows.length - fitting.length} more`];
}
