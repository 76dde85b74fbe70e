import { createHash } from 'node:crypto';
import type { JivoEvent } from '../../jivochat/event';
import type { WrittenPage } from '../../connectors/connector';
import { isNewCall, type CallProgress } from '../../leads/conversation/call';
import type { Lead } from '../../leads/lead';
import { visitRemarks } from '../../leads/fields';
import type { LeadFields, RecordRef } from '../../leads/record';
import { boundedRemarks, type Remark } from '../../leads/conversation/remarks';
import {
  mergeLeadFieldsTold,
  mergeNoteHeader,
  type HeaderRemark,
  type ToldLeadFields,
} from '../../leads/conversation/told';
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
export function threadKey(connector: string, event: JivoEvent, eventKey: string): string {
  return linkKey(connector, 'chat', threadOf(event, eventKey));
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

/** The call as the CRM has it. */
export interface ThreadCall extends CallProgress {
  id: string;
  marker: string;
}

/** A value that one of the visitor's events has given a record; kept in the visitor's link, for all threads. */
export interface WrittenValue {
  value: string;
  record: RecordRef;
  /** Arrival of that event, epoch milliseconds. */
  at: number;
}

/** The record's name and main e-mail, as far as the visitor's events gave them. */
export interface WrittenValues {
  name?: WrittenValue;
  email?: WrittenValue;
}

/** What the link row of a thread remembers between its events. */
export interface ThreadState {
  /** Of the person as last applied: an equal one needs no look at the CRM. */
  fingerprint?: string;
  /** Lead fields that could not be written yet, because nobody knew whether the CRM has fields for them. */
  leadFieldsPending: boolean;
  /** The lead was made for this thread, and its title object may still be missing. */
  titlePending: boolean;
  /** The chat was linked to this record by hand, and not all of it stands there yet. */
  assignPending: boolean;
  ownerId?: string;
  /** The agent has seen the record: this much is shown of it when the CRM cannot be asked. */
  card?: { name?: string; owner?: string };
  /** Nothing but a phone number leads from the visitor to the record. */
  byPhone: boolean;
  /** The chat has written an e-mail to such a record. */
  emailAdded: boolean;
  /** The name this thread gave the record. */
  writtenName?: string;
  /** The main e-mail this thread gave the record. */
  writtenEmail?: string;
  pages: WrittenPage[];
  /** Offline message or missed chat, by its marker -> task id. */
  tasks: Record<string, string>;
  call?: ThreadCall;
  /** Head of the note: what the events so far have told of the chat's circumstances. */
  noteHeader: HeaderRemark[];
  /** As last said in the chat. */
  visitorName?: string;
  /** The note stands in the CRM with an older header. */
  noteHeaderPending: boolean;
  /** The note holds messages. */
  said: boolean;
  /** What they have told for the CRM's fields. */
  leadFields: ToldLeadFields;
  /** What found no place in the CRM's fields so far. */
  remarks: Remark[];
  /** Some of them stand in no note yet. */
  remarksPending: boolean;
  /** Events that may have written more than this says, by their short keys: until each of them is done. */
  inDoubt: string[];
  /** When the newest applied event arrived, epoch milliseconds. */
  newestAt: number;
}

const EMPTY: ThreadState = {
  leadFieldsPending: false,
  titlePending: false,
  assignPending: false,
  byPhone: false,
  emailAdded: false,
  pages: [],
  tasks: {},
  noteHeader: [],
  noteHeaderPending: false,
  said: false,
  leadFields: {},
  remarks: [],
  remarksPending: false,
  inDoubt: [],
  newestAt: 0,
};

export function threadState(data: Record<string, unknown> | undefined): ThreadState {
  return { ...structuredClone(EMPTY), ...(data as Partial<ThreadState> | undefined) };
}

/** What was written for another record stays there; the next one gets its own notes, tasks and owner. */
export function startOver(progress: { ref?: RecordRef; state: ThreadState }): void {
  const { newestAt, noteHeader, visitorName, leadFields } = progress.state;
  progress.ref = undefined;
  progress.state = { ...threadState(undefined), newestAt, noteHeader, visitorName, leadFields };
}

/** What the event tells of the chat counts from now on, whatever becomes of its writes: telling it again changes nothing. */
export function rememberTold(
  state: ThreadState,
  {
    event,
    lead,
    leadFields,
    receivedAt: at,
  }: { event: JivoEvent; lead: Lead; leadFields: LeadFields; receivedAt: number },
): void {
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
  return [...noteHeader, ...remarks].map(({ label, value }) => ({ label, value }));
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
  const fresh = remarks.filter(
    (remark) => !state.remarks.some(({ label, value }) => label === remark.label && value === remark.value),
  );
  state.remarks = boundedRemarks([...state.remarks, ...fresh]);
  state.remarksPending ||= fresh.length > 0;
}
