import { datetime, enumeration, number, owner, property } from '../records/property-types';
import type { PropertyDefinition } from '../records/state';

const GROUP = { groupName: 'engagement' };

const COMMON: PropertyDefinition[] = [
  datetime('hs_timestamp', 'Activity date', GROUP),
  owner('engagement'),
  property('hs_attachment_ids', 'Attached file IDs', GROUP),
  property('hs_unique_id', 'Unique id of the source', {
    ...GROUP,
    hasUniqueValue: false,
    readOnlyValue: true,
  }),
  datetime('hs_createdate', 'Create date', { ...GROUP, readOnlyValue: true }),
  datetime('hs_lastmodifieddate', 'Last modified date', { ...GROUP, readOnlyValue: true }),
  number('hs_object_id', 'Record ID', { ...GROUP, readOnlyValue: true }),
];

const html = (name: string, label: string) => property(name, label, { ...GROUP, fieldType: 'html' });

/**
 * HubSpot docs: Calls guide, outcomes every account has. Their ids are the same in each account; administrators may
 * add more.
 */
export const CALL_DISPOSITIONS = {
  busy: '9d9162e7-6cf3-4944-bf63-4dff82258764',
  connected: 'f240bbac-87c9-4f6e-bf70-924b57d47db7',
  leftLiveMessage: 'a4c4c377-d246-4b32-a13b-75a56a4cd0ff',
  leftVoicemail: 'b2cf5968-551e-4856-9783-52b3da59a7d0',
  noAnswer: '73a0d17f-1163-4015-bdd5-ec830791da20',
  wrongNumber: '17b47fee-58de-441e-a44c-c6300d46f273',
};

/** HubSpot docs: Notes, Tasks, Meetings and Calls guides. */
export const ACTIVITY_PROPERTIES: Record<string, PropertyDefinition[]> = {
  notes: [...COMMON, html('hs_note_body', 'Note body')],
  tasks: [
    ...COMMON,
    property('hs_task_subject', 'Task Title', GROUP),
    html('hs_task_body', 'Task Notes'),
    enumeration(
      'hs_task_status',
      'Task Status',
      ['NOT_STARTED', 'IN_PROGRESS', 'COMPLETED', 'WAITING', 'DEFERRED'],
      GROUP,
    ),
    enumeration('hs_task_priority', 'Priority', ['NONE', 'LOW', 'MEDIUM', 'HIGH'], GROUP),
    enumeration('hs_task_type', 'Task Type', ['EMAIL', 'CALL', 'TODO'], GROUP),
    property('hs_task_reminders', 'Reminder timestamps', GROUP),
  ],
  meetings: [
    ...COMMON,
    property('hs_meeting_title', 'Meeting name', GROUP),
    html('hs_meeting_body', 'Meeting description'),
    datetime('hs_meeting_start_time', 'Meeting start time', GROUP),
    datetime('hs_meeting_end_time', 'Meeting end time', GROUP),
    enumeration(
      'hs_meeting_outcome',
      'Meeting outcome',
      ['SCHEDULED', 'COMPLETED', 'RESCHEDULED', 'NO_SHOW', 'CANCELED'],
      GROUP,
    ),
  ],
  calls: [
    ...COMMON,
    property('hs_call_title', 'Call Title', GROUP),
    html('hs_call_body', 'Call notes'),
    enumeration('hs_call_direction', 'Call direction', ['INBOUND', 'OUTBOUND'], GROUP),
    enumeration(
      'hs_call_status',
      'Call Status',
      [
        'BUSY',
        'CALLING_CRM_USER',
        'CANCELED',
        'COMPLETED',
        'CONNECTING',
        'FAILED',
        'IN_PROGRESS',
        'MISSED',
        'NO_ANSWER',
        'QUEUED',
        'RINGING',
      ],
      GROUP,
    ),
    enumeration('hs_call_disposition', 'Call outcome', Object.values(CALL_DISPOSITIONS), GROUP),
    number('hs_call_duration', 'Call duration', GROUP),
    property('hs_call_from_number', 'From Number', GROUP),
    property('hs_call_to_number', 'To Number', GROUP),
    property('hs_call_recording_url', 'Recording URL', GROUP),
    property('hs_call_callee_object_id', 'Callee object ID', GROUP),
    enumeration(
      'hs_call_source',
      'Call source',
      ['ZOOM', 'INTEGRATIONS_PLATFORM', 'HUBSPOT_APP', 'WHATSAPP'],
      GROUP,
    ),
  ],
};
