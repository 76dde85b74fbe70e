import { FilterError, type EventFilters } from '../events/filters';
import { searchEvents } from '../events/search';
import { PeopleView } from '../views/people';
import type { AddPages } from './pages';

const SHOWN = 100;
const MOST_CHARACTERS = 2_000;

/** A person's events. */
export const addPeople: AddPages = (app, { store, accounts, now }, page) => {
  app.get('/people', async (context) => {
    const who = (context.req.query('who') ?? '').trim().slice(0, MOST_CHARACTERS);
    const show = (found: { events?: Awaited<ReturnType<typeof searchEvents>>; problem?: string }) =>
      page('People', '/people', <PeopleView who={who} {...found} />);
    if (who === '') return context.html(show({}));
    try {
      const events = await searchEvents(store(), accounts, meant(who), { limit: SHOWN, now: now() });
      return context.html(show({ events }));
    } catch (error) {
      if (!(error instanceof FilterError)) throw error;
      return context.html(show({ problem: error.message }), 400);
    }
  });
};

/** What somebody typed into one field. */
export function meant(who: string): EventFilters {
  if (/^https?:\/\//i.test(who) || /^[A-Za-z]{2,30}\/[A-Za-z0-9-]+$/.test(who)) return { record: who };
  if (who.includes('@')) return { email: who };
  return /^\+/.test(who) ? { phone: who } : { chat: who };
}
