import { createHash } from 'node:crypto';
import type { JivoEvent } from '../../jivochat/event';
import { isNewCall } from '../../leads/conversation/call';
import type { Lead } from '../../leads/lead';
import { visitRemarks } from '../../leads/fields';
import type { LeadFields, RecordRef } from '../../leads/record';
import { boundedRemarks, isSameRemark, type Remark } from '../../leads/conversation/remarks';
import { mergeLeadFieldsTold, mergeNoteHeader } from '../../leads/conversation/told';
import { emptyThread, type ThreadState } from '../../store/link-state';
import { linkKey } from '../../store/links';
import { shortKey } from '../event-key';

/**
 * What belongs together: one chat, one offline message, one caller, or one client outside a chat. Events of a thread are
 * worked off one after the other, and its link row remembers what was written for it.
 */
export function threadOf(event: JivoEvent, eventKey: string): string {
  const channel = event.widgetId ?? '';
  if (event.chatId) return `${channel}:${event.chatId}`;
  if (event.offline?.id) return `${channel}:offline:${event.offline.id}`;
  if (event.call) return `${channel}:call:${event.call.phone ?? event.clientId ?? eventKey}`;
  if (event.clientId) return `${channel}:client:${event.clientId}`;
  return `${channel}:event:${eventKey}`;
}

/** The key of the thread's link row. */
export function threadKey(account: string, event: JivoEvent, eventKey: string): string {
  return linkKey(account, 'thread', threadOf(event, eventKey));
}

/** The text by which a thread's note, task or call is recognised in the CRM. */
export function markerOf(event: JivoEvent, eventKey: string): string {
  if (event.chatId) return `JivoChat chat ${event.chatId}`;
  if (event.offline?.id) return `JivoChat offline message ${event.offline.id}`;
  if (event.clientId && !event.call) return `JivoChat visitor ${event.clientId}`;
  return `JivoChat ${event.name} ${eventKey.slice(0, 12)}`;
}

/** As `markerOf`, for the task of a missed chat, which has a note as well. */
export function missedMarkerOf(event: JivoEvent, eventKey: string): string {
  return event.chatId ? `JivoChat missed chat ${event.chatId}` : `${markerOf(event, eventKey)}, missed`;
}

/** What was written for another record stays there; the next one gets its own notes, tasks and owner. */
export function startOver(progress: { ref?: RecordRef; state: ThreadState }): void {
  const { newestAt, endedAt, noteHeader, visitorName, leadFields, told, rules } = progress.state;
  progress.ref = undefined;
  progress.state = { ...emptyThread(), newestAt, endedAt, noteHeader, visitorName, leadFields, told, rules };
}

/** When the chat ended, as of one more event of it; the same events give the same in any order. */
export function endOf(
  { endedAt }: Pick<ThreadState, 'endedAt'>,
  { name, chatId }: JivoEvent,
  receivedAt: number,
): number | undefined {
  if (name === 'chat_finished') return Math.max(endedAt ?? 0, receivedAt);
  return chatId !== undefined && receivedAt > (endedAt ?? Infinity) ? undefined : endedAt;
}

interface Told {
  event: JivoEvent;
  lead: Lead;
  leadFields: LeadFields;
  receivedAt: number;
}

/** What the event tells of the chat counts from now on, whatever becomes of its writes: telling it again changes nothing. */
export function rememberTold(state: ThreadState, told: Told): void {
  const { event, lead, leadFields, receivedAt: at } = told;
  // One caller's calls are one thread; each call has its own circumstances.
  const head = event.call && !event.chatId && isNewCall(state.call, event.call, at) ? [] : state.noteHeader;
  const before = JSON.stringify(noteHeaderOf(state));
  state.noteHeader = mergeNoteHeader(head, visitRemarks(event), at);
  if (state.pages.length > 0 && JSON.stringify(noteHeaderOf(state)) !== before)
    state.noteHeaderPending = true;
  state.leadFields = mergeLeadFieldsTold(state.leadFields, leadFields, at);
  if (at >= state.newestAt || !state.visitorName) state.visitorName = lead.name?.full ?? state.visitorName;
}

/** The head of the chat's note, task or call as it stands. */
export function noteHeaderOf({ noteHeader, remarks }: ThreadState): Remark[] {
  return [...noteHeader.map(({ at: _at, ...fact }) => fact), ...remarks];
}

const MOST_IN_DOUBT = 20;
/** In place of further keys: the thread then stays in doubt, which costs requests only. */
const FURTHER = 'further';

/** What the event has written is not known any more. */
export function markInDoubt(state: ThreadState, key: string): void {
  const added = state.inDoubt.length < MOST_IN_DOUBT ? key : FURTHER;
  state.inDoubt = [...new Set([...state.inDoubt, added])];
}

/** The event is done: what it had written was found. What others left in doubt stays. */
export function clearInDoubt(state: ThreadState, eventKey: string): void {
  state.inDoubt = state.inDoubt.filter((key) => key !== shortKey(eventKey));
}

/** Equal for two events that say the same of the person. */
export function fingerprintOf(lead: Lead): string {
  const { name, email, phone, company, comment, unusable } = lead;
  const person = [name?.full, email, phone?.e164 ?? phone?.raw, comment, unusable];
  const said = JSON.stringify(company ? [...person, company] : person);
  return createHash('sha256').update(said).digest('base64url');
}

/** Adds what is not there yet. */
export function addRemarks(state: ThreadState, remarks: readonly Remark[]): void {
  const fresh = remarks.filter((remark) => !state.remarks.some((known) => isSameRemark(known, remark)));
  state.remarks = boundedRemarks([...state.remarks, ...fresh]);
  state.remarksPending ||= fresh.length > 0;
}
