import type { FC } from 'hono/jsx';
import type { Reply } from '../../jivochat/reply';
import type { EventSeen } from '../../store/history/histories';
import { Table, type Column } from '../components/table';
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
    <Table caption={caption} columns={COLUMNS} rows={events} stacks />
  );

const COLUMNS: readonly Column<EventSeen>[] = [
  ['Came', ({ receivedAt }) => <span class="time">{timeWords(receivedAt)}</span>],
  [
    'Event',
    ({ key, history }) => <a href={`/event/${key}`}>{history?.event ?? `event ${shortKey(key)}`}</a>,
    'short',
  ],
  ['Person', (event) => personOf(event) && <bdi>{personOf(event)}</bdi>],
  ['State', (event) => <State event={event} />],
  ['Done', outcomeWords],
  ['Record', ({ history }) => history?.record && <RecordLink record={history.record} />, 'short'],
  ['Account', ({ account }) => account, 'short'],
  ['Answered', ({ history }) => history?.answeredIn !== undefined && lengthWords(history.answeredIn)],
  ['Attempts', ({ attempts }) => `${attempts}`],
];

const RecordLink: FC<{ record: { type: string; id: string } }> = ({ record }) => (
  <a href={`/people?who=${encodeURIComponent(`${record.type}/${record.id}`)}`}>{recordWords(record)}</a>
);

/** As the CRM knows them: what the agent was answered. */
function personOf({ reply }: EventSeen): string {
  const { contact_info: person } = (reply ?? {}) as Partial<Reply>;
  return person?.name ?? person?.email ?? person?.phone ?? '';
}
