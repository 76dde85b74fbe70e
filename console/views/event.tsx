import type { FC } from 'hono/jsx';
import type { Reply } from '../../jivochat/reply';
import type { EventSeen } from '../../store/history/histories';
import type { History } from '../../store/history/shape';
import { AgentCard } from '../components/card';
import { RecordFields } from '../components/record-fields';
import { Table, type Column } from '../components/table';
import { storyOf } from '../events/story';
import { lengthWords } from '../events/words';
import type { ShownRecord } from '../sources';
import { State } from './events';

interface ShownEvent {
  event: EventSeen;
  /** Undefined: the body is not kept any more. */
  payload?: string;
  /** What the event wrote, where the CRM is the emulated one. */
  records: readonly ShownRecord[];
}

/** One event: its story, each request to the CRM, the card as the agent saw it, what was written, and the body. */
export const EventView: FC<ShownEvent> = ({ event, payload, records }) => {
  const story = storyOf(event);
  const reply = event.reply as Reply | undefined;
  const requests = event.history?.requests ?? [];
  return (
    <div class="columns">
      <div>
        <section class="sheet" aria-labelledby="story">
          <h2 id="story">
            What happened, and why <State event={event} />
          </h2>
          <ol class="story">
            {story.sentences.map((sentence) => (
              <li>{sentence}</li>
            ))}
          </ol>
          {story.open.length > 0 && (
            <div class="notice bad">
              {story.open.map((sentence) => (
                <p>{sentence}</p>
              ))}
            </div>
          )}
        </section>
        <section class="sheet" aria-labelledby="requests">
          <h2 id="requests">Requests to the CRM</h2>
          {requests.length === 0 ? (
            <p class="quiet">None.</p>
          ) : (
            <Table caption="In order, each with its time" columns={REQUEST_COLUMNS} rows={requests} />
          )}
        </section>
        <section class="sheet" aria-labelledby="body">
          <h2 id="body">What JivoChat sent</h2>
          {payload === undefined ? (
            <p class="quiet">The body is kept until the event is done; KEEP_BODIES_DAYS keeps it longer.</p>
          ) : (
            <pre tabindex={0}>{pretty(payload)}</pre>
          )}
        </section>
      </div>
      <div>
        <section class="sheet" aria-labelledby="card">
          <h2 id="card">What the agent saw</h2>
          {reply ? <AgentCard reply={reply} /> : <p class="quiet">Nothing yet.</p>}
        </section>
        {records.map((record) => (
          <section class="sheet">
            <h2>{record.title}</h2>
            <RecordFields record={record} />
          </section>
        ))}
      </div>
    </div>
  );
};

type Request = NonNullable<History['requests']>[number];

const REQUEST_COLUMNS: readonly Column<Request>[] = [
  ['Request', ({ operation }) => <code>{operation}</code>],
  ['Status', ({ status }) => `${status ?? 'no answer'}`],
  ['Time', ({ ms }) => lengthWords(ms)],
];

const MOST_SHOWN = 100_000;

function pretty(payload: string): string {
  const text = payload.slice(0, MOST_SHOWN);
  try {
    return JSON.stringify(JSON.parse(payload), null, 2).slice(0, MOST_SHOWN);
  } catch {
    return text;
  }
}
