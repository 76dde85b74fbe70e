import { invalid, notFound } from '../http/errors';
import { idOf, jsonBody, ok, page, type App, type Backend } from '../http/http';
import { sanitized } from '../records/sanitize';
import type { Json, Activity, User } from '../records/state';

/** Pipedrive reference v2: Activities. */
export function activityRoutes(app: App, { state, records, settings }: Backend): void {
  const living = () => state.activities.filter(({ is_deleted }) => !is_deleted);
  const one = (id: number): Activity => {
    const found = living().find((activity) => activity.id === id);
    if (!found) throw notFound('Activity');
    return found;
  };
  const shown = ({ written: _written, ...activity }: Activity) => ({
    ...activity,
    participants: activity.person_id === null ? [] : [{ person_id: activity.person_id, primary: true }],
  });
  app.get('/api/v2/activities', (c) => {
    const { person_id, done, sort_by = 'id', sort_direction } = c.req.query();
    if (done !== undefined && !['true', 'false'].includes(done)) throw invalid('done', "Expected 'boolean'.");
    const found = living()
      .filter((activity) => !person_id || activity.person_id === Number(person_id))
      .filter((activity) => done === undefined || String(activity.done) === done);
    if (!['id', 'update_time', 'add_time', 'due_date'].includes(sort_by)) {
      throw invalid('sort_by', 'This value is not allowed.');
    }
    const by = sort_by as 'id' | 'update_time' | 'add_time' | 'due_date';
    const compare = (a: Activity, b: Activity) =>
      by === 'id' ? a.id - b.id : String(a[by] ?? '').localeCompare(String(b[by] ?? '')) || a.id - b.id;
    const sorted = found.toSorted(compare);
    return page(c, sort_direction === 'desc' ? sorted.reverse() : sorted, (some) =>
      (some as Activity[]).map(shown),
    );
  });
  app.get('/api/v2/activities/:id', (c) => ok(c, shown(one(idOf(c)))));
  app.post('/api/v2/activities', async (c) => {
    const blank: Activity = {
      id: 0,
      subject: '',
      type: state.activityTypes[0]!.key_string,
      owner_id: c.get('user').id,
      person_id: null,
      deal_id: null,
      lead_id: null,
      org_id: null,
      due_date: null,
      due_time: null,
      duration: null,
      done: false,
      marked_as_done_time: null,
      note: null,
      ...records.stamps(),
    };
    const activity = written(blank, await jsonBody(c), c.get('user'));
    activity.id = records.nextId();
    state.activities.push(activity);
    return ok(c, shown(activity));
  });
  app.patch('/api/v2/activities/:id', async (c) => {
    const activity = one(idOf(c));
    Object.assign(activity, written(activity, await jsonBody(c), c.get('user')));
    records.touch(activity);
    return ok(c, shown(activity));
  });
  app.delete('/api/v2/activities/:id', (c) => {
    const activity = one(idOf(c));
    activity.is_deleted = true;
    return ok(c, { id: activity.id });
  });

  function written(before: Activity, body: Json, user: User): Activity {
    const text = (name: 'subject' | 'note', most: number) => {
      const value = body[name];
      if (value === undefined) return before[name];
      if (typeof value !== 'string' || value.length > most) throw invalid(name, 'This value is too long.');
      return value;
    };
    const matching = (name: 'due_date' | 'due_time' | 'duration', form: RegExp) => {
      const value = body[name];
      if (value === undefined) return before[name];
      if (typeof value !== 'string' || !form.test(value)) throw invalid(name, 'This value is not valid.');
      return value;
    };
    const type = (body.type ?? before.type) as string;
    if (!state.activityTypes.some(({ key_string, active_flag }) => active_flag && key_string === type)) {
      throw invalid('type', 'Activity type not found or not accessible.');
    }
    if (body.done !== undefined && typeof body.done !== 'boolean')
      throw invalid('done', "Expected 'boolean'.");
    return {
      ...before,
      subject: text('subject', 255) ?? '',
      type,
      owner_id: body.owner_id === undefined ? before.owner_id : records.ownerOf(body.owner_id, user.id),
      person_id: personOf(body) ?? before.person_id,
      deal_id: tied(state.deals, body.deal_id, 'deal_id') ?? before.deal_id,
      lead_id: tied(state.leads, body.lead_id, 'lead_id') ?? before.lead_id,
      due_date: matching('due_date', /^\d{4}-\d\d-\d\d$/),
      due_time: matching('due_time', /^\d\d:\d\d(:\d\d)?$/),
      duration: matching('duration', /^\d\d:\d\d(:\d\d)?$/),
      done: body.done ?? before.done,
      marked_as_done_time:
        body.done === true && !before.done ? records.stamps().add_time : before.marked_as_done_time,
      note: sanitized(text('note', settings.noteBytes) ?? '', settings),
    };
  }

  /** The migration guide: `person_id` is read-only, the person is the primary one of the participants. */
  function personOf({ participants, person_id }: Json): number | undefined {
    if (Array.isArray(participants)) {
      const primary =
        (participants as Json[]).find((one) => one.primary === true) ?? (participants as Json[])[0];
      if (primary) return records.livingPerson(primary.person_id, 'participants');
    }
    if (person_id === undefined || settings.activityPerson === 'participants') return undefined;
    return records.livingPerson(person_id, 'person_id');
  }

  function tied<Id>(
    list: readonly { id: Id; is_deleted: boolean }[],
    given: unknown,
    field: string,
  ): Id | undefined {
    if (given === undefined) return undefined;
    const found = list.find(({ id, is_deleted }) => id === given && !is_deleted);
    if (!found) throw invalid(field, 'Not found or not accessible.');
    return found.id;
  }
}
