import type { FC } from 'hono/jsx';
import type { Cause } from '../events/causes';
import { shortKey, timeWords } from '../events/words';

export const DEEDS = { replay: 'Try again', drop: 'Drop for good' } as const;
export type Deed = keyof typeof DEEDS;

/** What waits for a person, by cause. */
export const ParkedView: FC<{ causes: readonly Cause[]; said?: string }> = ({ causes, said }) => (
  <>
    {said && (
      <p class="notice good" role="status">
        {said}
      </p>
    )}
    {causes.length === 0 && <p class="notice good">Nothing waits for a person.</p>}
    {causes.map((cause, index) => (
      <section class="sheet" aria-labelledby={`cause-${index}`}>
        <h2 id={`cause-${index}`}>{counted(cause)}</h2>
        <p class="said">{cause.message}</p>
        {cause.remedy && <p class="notice">{cause.remedy}</p>}
        <ul class="plain">
          {cause.events.slice(0, MOST_SHOWN).map((event) => (
            <li>
              <a href={`/event/${event.key}`}>{shortKey(event.key)}</a>{' '}
              <span class="time">parked {timeWords(event.dueAt)}</span>
            </li>
          ))}
        </ul>
        {cause.events.length > MOST_SHOWN && <p>{`and ${cause.events.length - MOST_SHOWN} more`}</p>}
        <form method="post" action="/parked/plan" class="buttons">
          <input type="hidden" name="keys" value={keysOf(cause)} />
          <Button deed="replay" />
          <Button deed="drop" />
        </form>
      </section>
    ))}
  </>
);

const MOST_SHOWN = 10;
/** More are taken in a second turn. */
const MOST_AT_ONCE = 500;

function keysOf({ events }: Cause): string {
  return events
    .slice(0, MOST_AT_ONCE)
    .map(({ key }) => key)
    .join(' ');
}

function counted({ account, events }: Cause): string {
  return `${account}: ${events.length} ${events.length === 1 ? 'event' : 'events'}`;
}

const Button: FC<{ deed: Deed; now?: boolean }> = ({ deed, now }) => (
  <button name="deed" value={deed} class={deed === 'drop' ? 'careful' : 'first'}>
    {now ? DEEDS[deed] : `${DEEDS[deed]} …`}
  </button>
);

/** What is about to be done; nothing is until the button is pressed. */
export const PlanView: FC<{ deed: Deed; causes: readonly Cause[] }> = ({ deed, causes }) => {
  const count = causes.reduce((sum, { events }) => sum + events.length, 0);
  return (
    <section class="sheet">
      <p class="notice bad">
        {deed === 'drop'
          ? `${count} events are removed for good: the CRM will never have them.`
          : `${count} events are due at once; the worker tries them with its next round. What is still wrong parks them again.`}
      </p>
      {causes.map((cause) => (
        <p>{`${counted(cause)}: ${cause.message}`}</p>
      ))}
      <form method="post" action="/parked/do" class="buttons">
        <input type="hidden" name="keys" value={causes.map(keysOf).join(' ')} />
        {count > 0 && <Button deed={deed} now />}
        <a class="button" href="/parked">
          Back
        </a>
      </form>
    </section>
  );
};
