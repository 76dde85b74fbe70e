import { shorten } from '../../../text/plain-text';
import type { CallDraft, CallState, Conversation, TaskDraft } from '../../connector';
import { withoutBlanks } from '../../shared/json';
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

/** HubSpot docs: Tasks API, `hs_task_priority`. */
const PRIORITY = { high: 'HIGH', normal: 'MEDIUM', low: 'LOW' } as const;

export function noteProperties({ at, ownerId }: Conversation): Properties {
  return withoutBlanks({ hs_timestamp: new Date(at).toISOString(), hubspot_owner_id: ownerId });
}

export function taskProperties(task: TaskDraft): Properties {
  return withoutBlanks({
    hs_timestamp: new Date(task.dueAt).toISOString(),
    hs_task_subject: shorten(task.subject, MAX_TITLE_LENGTH),
    hs_task_status: 'NOT_STARTED',
    hs_task_priority: PRIORITY[task.priority ?? 'high'],
    hs_task_type: 'TODO',
    // HubSpot docs: Tasks API: epoch milliseconds; the owner is reminded then.
    hs_task_reminders: task.remindAt === undefined ? undefined : String(task.remindAt),
    hubspot_owner_id: task.ownerId,
  });
}

/** The link of the recording stands in the text as well: HubSpot takes none but https, and shows a player in its place. */
export function callProperties(call: CallDraft): Properties {
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
