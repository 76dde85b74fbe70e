import type { FC } from 'hono/jsx';
import { RecordFields } from '../components/record-fields';
import type { ShownRecord } from '../sources';

/** The emulated CRM's records as a salesperson sees them: a person, and below what happened with them. */
export const CrmView: FC<{ records: readonly ShownRecord[] }> = ({ records }) => {
  const people = records.filter(({ kind }) => kind === 'person').reverse();
  const shownBelow = new Set<ShownRecord>();
  const timeline = (id: string | undefined) =>
    records.filter((record) => {
      const isTheirs = id !== undefined && (record.of?.includes(id) ?? false);
      if (isTheirs) shownBelow.add(record);
      return isTheirs;
    });
  const sections = people.map((person) => <Person person={person} timeline={timeline(person.id)} />);
  const others = records.filter((record) => record.kind !== 'person' && !shownBelow.has(record));
  return (
    <>
      {records.length === 0 && (
        <p class="notice">
          Nothing yet. <a href="/send">Send</a> an event, and the lead stands here.
        </p>
      )}
      {sections}
      {others.length > 0 && <h2>Of nobody</h2>}
      {others.map((record) => (
        <section class="sheet">
          <Activity record={record} />
        </section>
      ))}
    </>
  );
};

const Person: FC<{ person: ShownRecord; timeline: readonly ShownRecord[] }> = ({ person, timeline }) => (
  <section class="sheet">
    <h2>{person.title}</h2>
    <div class="columns">
      <RecordFields record={person} />
      <div>
        {timeline.length === 0 && <p class="quiet">No activity yet.</p>}
        {timeline.map((record) => (
          <Activity record={record} />
        ))}
      </div>
    </div>
  </section>
);

const Activity: FC<{ record: ShownRecord }> = ({ record }) => (
  <article>
    <h3>{record.title}</h3>
    <RecordFields record={record} />
  </article>
);
