import { shorten } from '../../../text/plain-text';
import type { Words } from '../../../text/languages/words';
import type { CallDraft, CallState, TaskDraft } from '../../connector';
import { htmlCall, htmlTask } from '../../shared/note/html-note';
import { createActivity, updateActivity, type ActivityText } from './activities';
import type { HubSpotContext } from '../context';
import { mappedProperties } from '../records/mapped-properties';
import { withoutBlanks, type Properties } from '../records/record';

/** HubSpot docs: Calls API, `hs_call_status`. */
const CALL_STATUS: Record<CallState, string> = {
  ringing: 'RINGING',
  in_progress: 'IN_PROGRESS',
  completed: 'COMPLETED',
  failed: 'FAILED',
};

/** HubSpot would take more; nobody reads more on a timeline. */
const MAX_TITLE_LENGTH = 255;

/** The mark whole between its ends, so that message 12 is never taken for message 121. */
function namesOf(marker: string): { key: string; mark: string } {
  return { key: `[${marker}]`, mark: marker };
}

/** HubSpot docs: Tasks API, `hs_task_priority`. */
const PRIORITY = { high: 'HIGH', normal: 'MEDIUM', low: 'LOW' } as const;

/** Makes the task for the responsible person; its id. */
export async function createTask(
  context: HubSpotContext,
  contactId: string,
  task: TaskDraft,
): Promise<string> {
  const { words } = context.call;
  const mapped = await mappedProperties(context, 'task', task.mapped);
  const { id } = await createActivity(context, {
    type: 'tasks',
    contactId,
    about: task.about,
    ...namesOf(task.marker),
    properties: withoutBlanks({
      ...mapped.fields,
      hs_timestamp: new Date(task.dueAt).toISOString(),
      hs_task_subject: shorten(task.subject, MAX_TITLE_LENGTH),
      hs_task_status: 'NOT_STARTED',
      hs_task_priority: PRIORITY[task.priority ?? 'high'],
      hs_task_type: 'TODO',
      // HubSpot docs: Tasks API: epoch milliseconds; the owner is reminded then.
      hs_task_reminders: task.remindAt === undefined ? undefined : String(task.remindAt),
      hubspot_owner_id: task.ownerId,
    }),
    body: (refused) => htmlTask(task, [...mapped.dropped, ...refused], words),
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
  const text = callText(call, context.call.words);
  if (callId) {
    const updated = await updateActivity(context, 'calls', callId, text);
    if (updated) return updated.id;
  }
  return (await createActivity(context, { type: 'calls', contactId, ...namesOf(call.marker), ...text })).id;
}

/** The link of the recording stands in the text as well: HubSpot takes none but https, and shows a player in its place. */
function callText(call: CallDraft, words: Words): ActivityText {
  return {
    properties: callProperties(call),
    body: (refused) => htmlCall(call, refused, words),
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
