import { forbidden, notFound, refusal } from '../http/errors';
import { idOf, jsonBody, numberedPage, ok, type App, type Backend } from '../http/http';
import { sanitized } from '../records/sanitize';
import type { Json, Note, User } from '../records/state';

/** Pipedrive reference v1: Notes, which v2 does not have. */
export function noteRoutes(app: App, { state, records, settings, now }: Backend): void {
  const time = () => new Date(now()).toISOString().slice(0, 19).replace('T', ' ');
  const one = (id: number): Note => {
    const found = state.notes.find((note) => note.id === id);
    if (!found || (!found.active_flag && settings.deletedNote === 'gone')) throw notFound('Note');
    return found;
  };
  app.get('/api/v1/notes', (c) => {
    const { person_id, lead_id, deal_id, sort = '' } = c.req.query();
    const found = state.notes
      .filter(({ active_flag }) => active_flag)
      .filter((note) => !person_id || note.person_id === Number(person_id))
      .filter((note) => !deal_id || note.deal_id === Number(deal_id))
      .filter((note) => !lead_id || note.lead_id === lead_id);
    return numberedPage(c, /DESC/i.test(sort) ? found.toReversed() : found);
  });
  app.get('/api/v1/notes/:id', (c) => ok(c, one(idOf(c))));
  app.post('/api/v1/notes', async (c) => {
    const body = await jsonBody(c);
    const note: Note = {
      id: 0,
      content: contentOf(body),
      user_id: authorOf(body, c.get('user')),
      ...tiesOf(body),
      ...pinsOf(body),
      active_flag: true,
      add_time: typeof body.add_time === 'string' ? body.add_time : time(),
      update_time: time(),
    };
    note.id = records.nextId();
    state.notes.push(note);
    return ok(c, note);
  });
  app.put('/api/v1/notes/:id', async (c) => {
    const note = one(idOf(c));
    const body = await jsonBody(c);
    const changed = { ...(body.content !== undefined && { content: contentOf(body) }), update_time: time() };
    Object.assign(note, changed, body.user_id !== undefined && { user_id: authorOf(body, c.get('user')) });
    return ok(c, note);
  });
  app.delete('/api/v1/notes/:id', (c) => {
    const note = state.notes.find(({ id, active_flag }) => id === idOf(c) && active_flag);
    if (!note) throw notFound('Note');
    note.active_flag = false;
    return ok(c, true);
  });

  function contentOf({ content }: Json): string {
    if (typeof content !== 'string' || content === '') throw refusal(400, 'content is required');
    if (Buffer.byteLength(content) > settings.noteBytes) throw refusal(413, 'Note content is too long');
    return sanitized(content, settings);
  }

  /** "Only an admin can change the author." */
  function authorOf({ user_id }: Json, user: User): number {
    if (user_id === undefined || user_id === user.id) return user.id;
    if (!user.is_admin) throw forbidden();
    const author = state.users.find(({ id, active_flag }) => id === user_id && active_flag);
    if (!author) throw refusal(400, 'User not found or not accessible');
    return author.id;
  }

  function tiesOf({ person_id, deal_id, lead_id, org_id }: Json) {
    if ([person_id, deal_id, lead_id, org_id].every((id) => id === undefined)) {
      throw refusal(400, 'One of deal_id, person_id, org_id, lead_id must be specified');
    }
    const tie = <Id>(
      list: readonly { id: Id; is_deleted: boolean }[],
      given: unknown,
      what: string,
    ): Id | null => {
      if (given === undefined) return null;
      const found = list.find(({ id, is_deleted }) => id === given && !is_deleted);
      if (!found) throw notFound(what);
      return found.id;
    };
    return {
      person_id: tie(state.persons, person_id, 'Person'),
      deal_id: tie(state.deals, deal_id, 'Deal'),
      lead_id: tie(state.leads, lead_id, 'Lead'),
      org_id: tie(state.organizations, org_id, 'Organization'),
    };
  }

  /** The numbers 0 and 1 in v1. */
  function pinsOf(body: Json) {
    const names = ['pinned_to_person_flag', 'pinned_to_deal_flag', 'pinned_to_lead_flag'] as const;
    if (names.some((name) => ![undefined, 0, 1].includes(body[name] as number))) {
      throw refusal(400, 'Invalid value given for a pinned flag');
    }
    return Object.fromEntries(names.map((name) => [name, body[name] === 1])) as Pick<
      Note,
      (typeof names)[number]
    >;
  }
}
