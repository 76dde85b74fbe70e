import type { HubSpotEmulator, RecordSnapshot } from '../../../emulators/hubspot';
import type { PipedriveEmulator } from '../../../emulators/pipedrive';
import type { SalesforceEmulator } from '../../../emulators/salesforce';

/** What the account holds, without what differs from run to run: ids, times, the order of making. */
export function hubspotState(hubspot: HubSpotEmulator): string[] {
  const contacts = hubspot.contacts();
  const nameOf = new Map(
    contacts.map(({ id, properties }) => [id, JSON.stringify(lasting(properties, PASSING))]),
  );
  const activity = (kind: string) => (record: RecordSnapshot) => ({
    kind,
    properties: lasting(record.properties, PASSING),
    contacts: (record.associations.contacts ?? []).map((id) => nameOf.get(id)),
  });
  const records = [
    ...contacts.map(({ properties }) => ({
      kind: 'contact',
      properties: lasting(properties, PASSING),
      contacts: [],
    })),
    ...hubspot.notes().map(activity('note')),
    ...hubspot.tasks().map(activity('task')),
    ...hubspot.calls().map(activity('call')),
  ];
  return records.map((record) => JSON.stringify(record)).toSorted();
}

/** A task's due time and a call's begin are the event's arrival, which no two runs share. */
const PASSING =
  /^(hs_object_id|createdate|lastmodifieddate|hs_createdate|hs_lastmodifieddate|hs_timestamp|hs_task_reminders|hs_call_duration)$|calculated/;

/** What the company holds, in the same way: what hangs on a person names them, and the kind of lead or deal it is about. */
export function pipedriveState(pipedrive: PipedriveEmulator): string[] {
  const fieldsOf = (record: object) => lasting(record as Record<string, unknown>, PASSING_IN_PIPEDRIVE);
  const nameOf = new Map(pipedrive.persons().map((person) => [person.id, JSON.stringify(fieldsOf(person))]));
  const kinds = {
    person: pipedrive.persons().map((person) => ({ ...person, person_id: null })),
    lead: pipedrive.leads(),
    deal: pipedrive.deals(),
    note: pipedrive.notes(),
    activity: pipedrive.activities(),
  };
  return Object.entries(kinds)
    .flatMap(([kind, records]) =>
      records.map((record) => ({
        kind,
        fields: fieldsOf(record),
        who: record.person_id === null ? '' : nameOf.get(record.person_id),
        about: 'lead_id' in record && record.lead_id !== null ? 'a lead' : '',
      })),
    )
    .map((record) => JSON.stringify(record))
    .toSorted();
}

const PASSING_IN_PIPEDRIVE =
  /^(id|add_time|update_time|written|person_id|lead_id|deal_id|due_date|due_time|duration|marked_as_done_time)$/;

/** What the org holds, in the same way. */
export function salesforceState(salesforce: SalesforceEmulator): string[] {
  const people = [...salesforce.leads(), ...salesforce.contacts()];
  const fieldsOf = ({ fields }: { fields: Readonly<Record<string, unknown>> }) =>
    lasting(fields, PASSING_IN_SALESFORCE);
  const nameOf = new Map(people.map((person) => [person.id, JSON.stringify(fieldsOf(person))]));
  const records = [
    ...people.map((person) => ({ kind: person.type, fields: fieldsOf(person), who: '' })),
    ...salesforce
      .tasks()
      .map((task) => ({ kind: 'Task', fields: fieldsOf(task), who: nameOf.get(String(task.fields.WhoId)) })),
  ];
  return records.map((record) => JSON.stringify(record)).toSorted();
}

const PASSING_IN_SALESFORCE =
  /^(Id|CreatedDate|LastModifiedDate|SystemModstamp|LastActivityDate|LastViewedDate|LastReferencedDate|WhoId|CompletedDateTime|ActivityDate|ReminderDateTime)$/;

/** How long a call took, as its text says it. */
const DURATION = /Duration: [^\n]*?(?=<br>|<\/p>|\n|$)/;

function lasting(fields: Readonly<Record<string, unknown>>, passing: RegExp): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => !passing.test(name))
      .map(
        ([name, value]) => [name, typeof value === 'string' ? value.replace(DURATION, '') : value] as const,
      )
      .toSorted(([a], [b]) => a.localeCompare(b)),
  );
}

/** The records that stand in one state only; empty when they are equal. */
export function stateDifference(actual: readonly string[], expected: readonly string[]): string[] {
  const only = (here: readonly string[], there: readonly string[], mark: string) => {
    const unmatched = [...there];
    return here.flatMap((record) => {
      const at = unmatched.indexOf(record);
      if (at === -1) return [`${mark} ${record}`];
      unmatched.splice(at, 1);
      return [];
    });
  };
  return [...only(actual, expected, 'too much:'), ...only(expected, actual, 'missing:')];
}
