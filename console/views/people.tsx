import type { FC } from 'hono/jsx';
import type { EventSeen } from '../../store/history/histories';
import { EventTable } from './events';

interface FoundPerson {
  who: string;
  /** Undefined: nobody has asked yet. */
  events?: readonly EventSeen[];
  /** Why it cannot be looked for. */
  problem?: string;
}

/** A person's events, by e-mail, phone, chat or the record's link. */
export const PeopleView: FC<FoundPerson> = ({ who, events, problem }) => (
  <>
    <form class="sheet fields" method="get" action="/people" role="search">
      <label class="all">
        E-mail, phone with its country code, a chat’s number, or a record’s link
        <input name="who" value={who} autocomplete="off" placeholder="tom@example.com, +1 415 555 0161" />
      </label>
      <p class="buttons all">
        <button class="first">Find</button>
      </p>
    </form>
    {problem && (
      <p class="notice bad" role="alert">
        {problem}
      </p>
    )}
    {events && <EventTable events={events} caption={`${events.length} events, newest first`} />}
  </>
);
