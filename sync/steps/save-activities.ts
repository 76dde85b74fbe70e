import type { CallDraft } from '../../connectors/connector';
import type { Agent, Message } from '../../jivochat/event';
import { mergeMessages } from '../../jivochat/messages';
import { advanceCall, callDuration, callTitle, isNewCall } from '../../leads/conversation/call';
import { missedMessage } from '../../leads/conversation/missed';
import { withoutIp } from '../../leads/fields';
import type { Remark } from '../../leads/conversation/remarks';
import type { RecordRef } from '../../leads/record';
import { currentValues } from '../../leads/vocabulary/remembered';
import { planTask, taskSubject } from '../../leads/conversation/task';
import { AGENTS_LABEL } from '../../leads/conversation/told';
import type { EventRun } from '../event-run';
import { chooseOwner } from '../company/owner';
import type { Why } from '../history/why';
import { mayWait, type SavedLead } from './save-lead';
import { addRemarks, noteHeaderOf, markerOf, missedMarkerOf, threadOf } from '../thread/thread';

/** A longer offline message is saved as a note as well: a task has no continuation. */
const LONG_MESSAGE = 5_000;
/** Of one kind, in the event's history. */
const MOST_IDS = 5;

/** Writes what hangs on the lead: the title object, the conversation, the task, the call. */
export async function saveActivities(run: EventRun, saved: SavedLead): Promise<void> {
  const { ref } = saved;
  if (!ref) return;
  const { event } = run;
  const request = requestOf(run);
  const toSave = () => (run.decision.skipNote ? undefined : transcriptToSave(run));
  const begun = await toSave();
  // What is written of the chat belongs to the title's object as well, so that it has to be there.
  if (request || event.call || begun || !titleWaits(run)) await saveTitle(run, ref);
  if (request) await saveTask(run, ref, request);
  if (event.call) await saveCall(run, ref);
  // What the title's object did not take stands in the note.
  const transcript = begun ?? (await toSave());
  if (transcript) await saveConversation(run, ref, transcript);
}

/** All that was said in a chat, and by whom, over all its endings. */
interface Transcript {
  messages: Message[];
  agents: Agent[];
}

/** Whether an agent is waiting who does not need it. A rule's wish is known now, and only now. */
function titleWaits(run: EventRun): boolean {
  const { connector, decision, live } = run;
  return connector.titleWaits === true && decision.object === undefined && live && mayWait(run);
}

/** Makes the object that carries the title, where one is due. */
export async function saveTitle(run: EventRun, ref: RecordRef): Promise<void> {
  const { session, progress, lead, decision, mapped, why } = run;
  const { state } = progress;
  // A rule's deal is made for each chat, whoever the person is.
  const dealDue = typeof decision.object === 'object' && !state.titled;
  if (!state.titlePending && !dealDue) return;
  const onRefused = (refused: readonly Remark[]) => addRemarks(state, refused);
  const wish = { object: decision.object, since: titleSince(run), mapped, onRefused };
  const made = await session.saveTitle?.(ref, lead.title, state.ownerId, wish);
  state.about = made ?? state.about;
  state.titlePending = false;
  state.titled = true;
  if (made) wrote(why, made.type, made.id);
}

/** An event takes a few seconds, a round of the worker a minute; a vanished holder wrote nothing after its lease. */
const LONGEST_ATTEMPT_MS = 15 * 60_000;

/** Epoch milliseconds before which no attempt of this chat can have made its title object. */
function titleSince({ progress: { state }, receivedAt, thread }: EventRun): number {
  const { since = 0 } = thread.inDoubt ?? {};
  const vanished = since > 0 ? since - LONGEST_ATTEMPT_MS : receivedAt;
  return Math.min(receivedAt, state.beganAt ?? receivedAt, vanished);
}

/** All of the chat so far; undefined when there is nothing to be noted. */
async function transcriptToSave(run: EventRun): Promise<Transcript | undefined> {
  const { event, receivedAt, progress } = run;
  const { state } = progress;
  if (event.offline) {
    const { message: text } = event.offline;
    const timestamp = Math.floor(receivedAt / 1000);
    return text.length > LONG_MESSAGE
      ? { messages: [{ from: 'visitor', text, timestamp }], agents: [] }
      : undefined;
  }
  const tellsMore =
    state.remarksPending || state.noteHeaderPending || Object.keys(event.attributes).length > 0;
  if (event.name !== 'chat_finished' && (!tellsMore || event.call)) return undefined;
  const transcript = await extendTranscript(run);
  // The note of a chat whose messages are not kept any more stays as it is.
  if (transcript.messages.length === 0 && (state.said || !tellsMore)) return undefined;
  return transcript;
}

/** A chat that goes on may bring all its messages again or only the new ones, so what came before is kept. */
async function extendTranscript(run: EventRun): Promise<Transcript> {
  const { event, eventKey, deps, connector, tenancy } = run;
  const key = `${connector.account.name}#${threadOf(event, eventKey)}`;
  const kept = await deps.store.transcripts.get<Transcript & { tenant?: string }>(key, deps.now());
  // What was said to another account of the CRM is not for this one.
  const before = (await tenancy.owns(kept?.tenant)) ? kept : undefined;
  const messages = mergeMessages(before?.messages ?? [], event.messages);
  const gone = (before?.agents ?? []).filter(({ id }) => !event.agents.some((agent) => agent.id === id));
  const transcript = { messages, agents: [...gone, ...event.agents] };
  if (messages.length > (before?.messages.length ?? 0)) {
    const bound = { ...transcript, tenant: await tenancy.stamp() };
    await deps.store.transcripts.put(key, bound, { now: deps.now() });
  }
  return transcript;
}

async function saveConversation(
  run: EventRun,
  ref: RecordRef,
  { messages, agents }: Transcript,
): Promise<void> {
  const { event, session, lead, progress, deps, receivedAt } = run;
  const { state } = progress;
  const began = messages.find(({ timestamp }) => timestamp > 0)?.timestamp;
  state.pages = await session.saveConversation(
    ref,
    {
      marker: markerOf(event, run.eventKey),
      title: run.leadFields.title ?? lead.title,
      remarks: shownHeader(run),
      messages,
      agents,
      mapped: run.mapped,
      visitorName: state.visitorName ?? '',
      timeZone: deps.settings.timeZone,
      at: began === undefined ? receivedAt : began * 1000,
      ownerId: await ownerOf(run),
      about: state.about,
    },
    state.pages,
  );
  wrote(run.why, 'note', ...state.pages.map(({ id }) => id));
  state.remarksPending = false;
  state.noteHeaderPending = false;
  state.said ||= messages.length > 0;
}

/** What somebody has to answer, because nobody was there. */
interface Request {
  marker: string;
  message: string;
}

/** Of a missed chat once: one that is answered after all, or missed again, is told by its note. */
function requestOf({ event, eventKey, progress, receivedAt }: EventRun): Request | undefined {
  if (event.offline) return { marker: markerOf(event, eventKey), message: event.offline.message };
  const message = missedMessage(event);
  const { newestAt, noteHeader } = progress.state;
  const answeredSince = receivedAt < newestAt && noteHeader.some(({ label }) => label === AGENTS_LABEL);
  return message === undefined || answeredSince
    ? undefined
    : { marker: missedMarkerOf(event, eventKey), message };
}

async function saveTask(run: EventRun, ref: RecordRef, { marker, message }: Request): Promise<void> {
  const { session, lead, progress, receivedAt, words, deps } = run;
  const { state } = progress;
  if (state.tasks[marker]) return;
  const long = message.length > LONG_MESSAGE;
  const text = long
    ? `${message.slice(0, LONG_MESSAGE).toWellFormed()}… (${words.task.wholeInNote})`
    : message;
  const { timeZone } = deps.settings;
  const task = planTask({
    subject: taskSubject(message, lead.title, words),
    wish: run.decision.task,
    hours: deps.company.hours,
    values: currentValues(state.told),
    receivedAt,
    now: deps.now(),
    timeZone,
  });
  state.tasks[marker] = await session.saveTask(ref, {
    ...task,
    marker,
    text,
    remarks: [...contactRemarks(run), ...shownHeader(run)],
    mapped: run.mapped,
    timeZone,
    ownerId: await ownerOf(run),
    about: state.about,
  });
  wrote(run.why, 'task', state.tasks[marker]);
}

function contactRemarks({ lead }: EventRun) {
  const rows = { Name: lead.name?.full, 'E-mail': lead.email, Phone: lead.phone?.e164 ?? lead.phone?.raw };
  return Object.entries(rows).flatMap(([label, value]) => (value ? [{ label, value }] : []));
}

async function saveCall(run: EventRun, ref: RecordRef): Promise<void> {
  const { event, session, lead, progress, deps, receivedAt, words } = run;
  const { state } = progress;
  const call = event.call!;
  const before = isNewCall(state.call, call, receivedAt) ? undefined : state.call;
  const marker = before?.marker ?? markerOf(event, run.eventKey);
  const next = advanceCall(before, call, receivedAt);
  const draft: CallDraft = {
    marker,
    title: callTitle(call, lead.title, words),
    direction: call.type === 'incoming' ? 'inbound' : 'outbound',
    state: next.state,
    phone: lead.phone?.e164 ?? call.phone,
    recordUrl: next.recordUrl,
    remarks: [...(call.reason ? [{ label: 'Reason', value: call.reason }] : []), ...shownHeader(run)],
    startedAt: next.startedAt,
    timeZone: deps.settings.timeZone,
    durationMs: callDuration(next),
    ownerId: await ownerOf(run),
    about: state.about,
  };
  const id = await session.saveCall(ref, draft, before?.id);
  state.call = { ...next, id, marker };
  wrote(run.why, 'call', id);
}

function wrote(why: Why, kind: string, ...ids: string[]): void {
  why.wrote = { ...why.wrote, [kind]: ids.slice(-MOST_IDS) };
}

/** The responsible person: who owns the record, else who would. */
async function ownerOf(run: EventRun): Promise<string | undefined> {
  const { state } = run.progress;
  state.ownerId ??= (await chooseOwner(run, false))?.id;
  return state.ownerId;
}

/** The head of the note, task or call, as the settings want it shown. */
function shownHeader({ progress, deps }: EventRun): Remark[] {
  const header = noteHeaderOf(progress.state);
  return deps.settings.visitorIp === 'show' ? header : withoutIp(header);
}
