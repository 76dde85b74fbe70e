import { htmlText } from '../../../text/html';
import { shorten } from '../../../text/plain-text';
import { noteHead } from '../../shared/html-note';
import type { CallDraft, CallState, TaskDraft } from '../../connector';
import { createActivity, updateActivity, type ActivityText } from './activities';
import type { HubSpotContext } from '../context';
import type { Properties } from '../records/record';

/** HubSpot docs: Calls API, `hs_call_status`. */
const CALL_STATUS: Record<CallState, string> = {
  ringing: 'RINGING',
  in_progress: 'IN_PROGRESS',
  completed: 'COMPLETED',
  failed: 'FAILED',
};

/** HubSpot would take more; nobody reads more on a timeline. */
const MAX_TITLE_LENGTH = 255;

/** With its brackets, so that message 12 is never taken for message 121. */
function markerText(marker: string): string {
  return `[${htmlText(marker)}]`;
}

/** Makes the task for the responsible person; its id. */
export async function createTask(
  context: HubSpotContext,
  contactId: string,
  task: TaskDraft,
): Promise<string> {
  const marker = markerText(task.marker);
  const { id } = await createActivity(context, {
    type: 'tasks',
    contactId,
    marker,
    properties: withoutBlanks({
      hs_timestamp: new Date(task.dueAt).toISOString(),
      hs_task_subject: shorten(task.subject, MAX_TITLE_LENGTH),
      hs_task_status: 'NOT_STARTED',
      hs_task_priority: 'HIGH',
      hs_task_type: 'TODO',
      hubspot_owner_id: task.ownerId,
    }),
    body: (refused) =>
      `<p>${htmlText(task.text)}</p>${noteHead('JivoChat', [...refused, ...task.remarks])}<p>${marker}</p>`,
  });
  return id;
}

/** Logs the call once and brings it up to date as it goes on; its id. */
export async function saveCall(
  context: HubSpotContext,
  contactId: string,
  call: CallDraft,
  callId: string | undefined,
): Promise<string> {
  const marker = markerText(call.marker);
  const text = callText(call, marker);
  if (callId) {
    const updated = await updateActivity(context, 'calls', callId, text);
    if (updated) return updated.id;
  }
  return (await createActivity(context, { type: 'calls', contactId, marker, ...text })).id;
}

/** The link of the recording stands in the text as well: HubSpot takes none but https, and shows a player in its place. */
function callText(call: CallDraft, marker: string): ActivityText {
  const recording = call.recordUrl ? [{ label: 'Recording', value: call.recordUrl }] : [];
  return {
    properties: callProperties(call),
    body: (refused) => `${noteHead(call.title, [...recording, ...refused, ...call.remarks])}<p>${marker}</p>`,
  };
}

function callProperties(call: CallDraft): Properties {
  const inbound = call.direction === 'inbound';
  return withoutBlanks({
    hs_timestamp: new Date(call.startedAt).toISOString(),
    hs_call_title: shorten(call.title, MAX_TITLE_LENGTH),
    hs_call_direction: inbound ? 'INBOUND' : 'OUTBOUND',
    hs_call_status: CALL_STATUS[call.state],
    hs_call_duration: call.durationMs === undefined ? undefined : String(call.durationMs),
    hs_call_from_number: inbound ? call.phone : undefined,
    hs_call_to_number: inbound ? undefined : call.phone,
    hs_call_recording_url: call.recordUrl,
    hubspot_owner_id: call.ownerId,
  });
}

function withoutBlanks(properties: Record<string, string | undefined>): Properties {
  return Object.fromEntries(
    Object.entries(properties).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}
