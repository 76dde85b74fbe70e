import type { HubSpotEmulator, RecordSnapshot } from '../../sandbox/hubspot';

/** What the account holds, without what differs from run to run: ids, times, the order of making. */
export function crmState(hubspot: HubSpotEmulator): unknown {
  const contacts = hubspot.contacts();
  const nameOf = new Map(contacts.map(({ id, properties }) => [id, JSON.stringify(lasting(properties))]));
  const activity = (kind: string) => (record: RecordSnapshot) => ({
    kind,
    properties: lasting(record.properties),
    contacts: (record.associations.contacts ?? []).map((id) => nameOf.get(id)),
  });
  const records = [
    ...contacts.map(({ properties }) => ({ kind: 'contact', properties: lasting(properties), contacts: [] })),
    ...hubspot.notes().map(activity('note')),
    ...hubspot.tasks().map(activity('task')),
    ...hubspot.calls().map(activity('call')),
  ];
  return records.map((record) => JSON.stringify(record)).toSorted();
}

/** A task's due time and a call's begin are the event's arrival, which no two runs share. */
const PASSING =
  /^(hs_object_id|createdate|lastmodifieddate|hs_createdate|hs_lastmodifieddate|hs_timestamp|hs_call_duration)$|calculated/;

function lasting(properties: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([name]) => !PASSING.test(name))
      .toSorted(([a], [b]) => a.localeCompare(b)),
  );
}
