import type { EventSeen } from '../../store/history/histories';
import { PayloadLostError } from '../../store/errors';
import { findEvent } from '../events/find';
import { shortKey } from '../events/words';
import type { ConsoleSources, ShownRecord } from '../sources';
import { EventView } from '../views/event';
import type { AddPages } from './pages';

/** One event by its key. */
export const addEvent: AddPages = (app, sources, page) => {
  app.get('/event/:key', async (context) => {
    const store = sources.store();
    const key = context.req.param('key').slice(0, 64).toLowerCase();
    const event = await findEvent(store, sources.accounts, key, sources.now());
    if (!event) return context.html(page('No such event', '', <p>Nothing is remembered of it.</p>), 404);
    const title = `${event.history?.event ?? 'Event'} ${shortKey(event.key)}`;
    const payload = await payloadOf(store, event, sources.now());
    return context.html(
      page(title, '/live', <EventView event={event} payload={payload} records={written(event, sources)} />),
    );
  });
};

async function payloadOf(
  { histories }: ReturnType<ConsoleSources['store']>,
  { key }: EventSeen,
  now: number,
): Promise<string | undefined> {
  try {
    return await histories.payload(key, now);
  } catch (error) {
    if (error instanceof PayloadLostError) return undefined;
    throw error;
  }
}

/** What the event wrote, as the emulated CRM holds it now. */
function written({ history }: EventSeen, { sandbox }: ConsoleSources): ShownRecord[] {
  const ids = new Set(Object.values(history?.wrote ?? {}).flat());
  return (sandbox?.records?.() ?? []).filter(
    ({ id, kind }) => id !== undefined && kind !== 'person' && ids.has(id),
  );
}
