import { escapeHtml } from '../../../text/html';
import { shorten } from '../../../text/plain-text';
import { paginate, renderHtml } from '../../../text/transcript';
import type { Remark } from '../../../leads/conversation/remarks';
import type { Conversation } from '../../connector';

/** HubSpot docs: Notes API, `hs_note_body` holds at most 65,536 characters. */
export const MAX_BODY_LENGTH = 65_536;
/** Room for the head of a continued page and its part number. */
const HEAD_RESERVE = 1_000;
/** Room that is left of the reserve for values HubSpot refuses of the note itself. */
const MAX_REFUSALS_LENGTH = 600;
const MAX_REFUSAL_LENGTH = 100;
/** Room for an agent's comment as it is. */
const MAX_REMARK_LENGTH = 20_000;
/** Labels and titles are lines; so is what the markup around its characters makes too long. */
const MAX_LINE_LENGTH = 4_000;
/** The head stays well below a note's limit, whatever a site passes along. */
const MAX_HEAD_LENGTH = 24_000;

/** The conversation as HTML pages, each fit for one note. Pages before the last never change when messages are added. */
export function conversationPages(conversation: Conversation): string[] {
  const { messages, visitorName, agents, timeZone } = conversation;
  const pieces = renderHtml(messages, { visitorName, agents, timeZone }, MAX_BODY_LENGTH - 2 * HEAD_RESERVE);
  const head = noteHead(conversation.title, conversation.remarks);
  const [first = [], ...rest] = paginate([head, ...pieces], MAX_BODY_LENGTH - HEAD_RESERVE);
  const bodies = [first, ...rest].map((page) => page.join(''));
  return bodies.map((body, index) => body + foot(conversation.marker, index));
}

/** The text by which a page is found again: HubSpot keeps no key of ours on a note. */
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

/** A page with what HubSpot refused of the note named at its end, within the room that is kept for it. */
export function withRefusals(page: string, refused: readonly Remark[]): string {
  if (refused.length === 0) return page;
  const room = Math.min(MAX_REFUSALS_LENGTH, MAX_BODY_LENGTH - page.length - '<p></p>'.length);
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
