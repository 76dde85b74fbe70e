import { notFound, refusal } from '../http/errors';
import { idOf, jsonBody, ok, page, type App, type Backend, type RequestContext } from '../http/http';
import { searchPersons } from '../records/search';
import type { Person } from '../records/state';

export function personRoutes(app: App, backend: Backend): void {
  const { state, records, now } = backend;
  const living = () => state.persons.filter(({ is_deleted }) => !is_deleted);
  app.get('/api/v2/persons/search', (c) => {
    const items = searchPersons(backend, {
      term: c.req.query('term') ?? '',
      fields: (c.req.query('fields') ?? 'name,email,phone,notes,custom_fields').split(','),
      exact: c.req.query('exact_match') === 'true',
      now: now(),
    });
    return page(c, items, (shown) => ({ items: shown }));
  });
  app.get('/api/v2/persons', (c) =>
    page(c, listed(c, living()), (shown) => (shown as Person[]).map((person) => records.shownPerson(person))),
  );
  app.get('/api/v2/persons/:id', (c) => ok(c, records.shownPerson(records.person(idOf(c)))));
  app.post('/api/v2/persons', async (c) =>
    ok(c, records.shownPerson(records.createPerson(await jsonBody(c), c.get('user')))),
  );
  app.patch('/api/v2/persons/:id', async (c) =>
    ok(c, records.shownPerson(records.updatePerson(records.person(idOf(c)), await jsonBody(c)))),
  );
  app.delete('/api/v2/persons/:id', (c) => {
    const person = living().find(({ id }) => id === idOf(c));
    if (!person) throw notFound('Person');
    person.is_deleted = true;
    return ok(c, { id: person.id });
  });
  app.put('/api/v1/persons/:id/merge', async (c) => {
    const { merge_with_id } = await jsonBody(c);
    const [loser, survivor] = [idOf(c), merge_with_id].map((id) =>
      living().find((person) => person.id === id),
    );
    if (!loser || !survivor || loser === survivor) throw refusal(400, 'Merging failed');
    records.merge(loser, survivor);
    return ok(c, { ...records.shownPerson(survivor), merge_what_id: loser.id });
  });
}

/** Pipedrive reference v2: Persons, "Get all persons": a list of its own that does not come from the search. */
function listed(c: RequestContext, persons: readonly Person[]): Person[] {
  const { ids, owner_id, updated_since, sort_by = 'id', sort_direction = 'asc' } = c.req.query();
  if (updated_since && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(updated_since)) {
    throw refusal(400, `Validation failed: updated_since: ${updated_since} is not a valid datetime`);
  }
  const wanted = ids?.split(',').map(Number);
  if (wanted && wanted.length > 100) throw refusal(400, 'Validation failed: ids: at most 100 ids');
  const found = persons
    .filter(({ id }) => !wanted || wanted.includes(id))
    .filter((person) => !owner_id || person.owner_id === Number(owner_id))
    .filter(({ update_time }) => !updated_since || update_time >= updated_since);
  const key = (person: Person) =>
    sort_by === 'id' ? person.id : person[sort_by as 'add_time' | 'update_time'];
  const sorted = found.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.id - b.id));
  return sort_direction === 'desc' ? sorted.reverse() : sorted;
}
