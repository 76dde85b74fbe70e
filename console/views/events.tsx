import type { FC } from 'hono/jsx';
import type { Reply } from '../../jivochat/reply';
import type { EventSeen } from '../../store/history/histories';
import { lengthWords, outcomeWords, recordWords, shortKey, stateWords, timeWords } from '../events/words';

const TONES: Readonly<Record<EventSeen['status'], string>> = {
  done: 'good',
  parked: 'bad',
  due: 'warn',
  working: 'warn',
};

/** Where an event stands; said in words, the colour only repeats it. */
export const State: FC<{ event: EventSeen }> = ({ event }) => (
  <span class={`state ${TONES[event.status]}`}>{stateWords(event)}</span>
);

/** Events, one a row; on a narrow screen one a block. */
export const EventTable: FC<{ events: readonly EventSeen[]; caption: string }> = ({ events, caption }) =>
  events.length === 0 ? (
    <p class="notice">No events.</p>
  ) : (
    <table class="stack">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Came</th>
          <th scope="col">Event</th>
          <th scope="col">Person</th>
          <th scope="col">State</th>
          <th scope="col">Done</th>
          <th scope="col">Record</th>
          <th scope="col">Account</th>
          <th scope="col">Answered</th>
          <th scope="col">Attempts</th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <EventRow event={event} />
        ))}
      </tbody>
    </table>
  );

const EventRow: FC<{ event: EventSeen }> = ({ event }) => {
  const { key, receivedAt, account, history, attempts } = event;
  return (
    <tr>
      <td data-label="Came">
        <span class="time">{timeWords(receivedAt)}</span>
      </td>
      <td data-label="Event" class="short">
        <a href={`/event/${key}`}>{history?.event ?? `event ${shortKey(key)}`}</a>
      </td>
      <td data-label="Person" class={personOf(event) ? undefined : 'blank'}>
        <bdi>{personOf(event) || '–'}</bdi>
      </td>
      <td data-label="State">
        <State event={event} />
      </td>
      <td data-label="Done" class={outcomeWords(event) ? undefined : 'blank'}>
        {outcomeWords(event) || '–'}
      </td>
      <td data-label="Record" class={history?.record ? 'short' : 'blank'}>
        {history?.record ? (
          <a href={`/people?who=${encodeURIComponent(`${history.record.type}/${history.record.id}`)}`}>
            {recordWords(history.record)}
          </a>
        ) : (
          '–'
        )}
      </td>
      <td data-label="Account" class="short">
        {account}
      </td>
      <td data-label="Answered">
        {history?.answeredIn === undefined ? '–' : lengthWords(history.answeredIn)}
      </td>
      <td data-label="Attempts">{attempts}</td>
    </tr>
  );
};

/** As the CRM knows them: what the agent was answered. */
export function personOf({ reply }: EventSeen): string {
  const { contact_info: person } = (reply ?? {}) as Partial<Reply>;
  return person?.name ?? person?.email ?? person?.phone ?? '';
}
