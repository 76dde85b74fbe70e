import { dayOf } from '../../../text/formats';
import { shorten } from '../../../text/plain-text';
import type { Activity, ActivityWriter } from '../../shared/activities';
import { hasMark, htmlFormat, htmlMessage } from '../../shared/note/html-note';
import { unlessRefused } from '../../shared/http/response-error';
import { asPersonGone, isGoneOrLocked } from '../api/errors';
import { idOf, isObject, numbers, recordOf, textOf } from '../api/json';
import { V1, V2 } from '../api/version';
import type { PipedriveContext } from '../context';
import { writeAccepted } from '../records/accepted-values';
import { MAX_TEXT } from '../records/record';

/** "Approximately 100,000 characters (or 100KB)" in one edition of the reference: below it in every script. */
const MAX_BODY_LENGTH = 33_000;

/** Where each is written, in which field its text stands, how it is edited, and how they are listed, the newest first. */
const NOTE = {
  path: `${V1}/notes`,
  body: 'content',
  edit: 'put',
  newest: { sort: 'add_time DESC' },
} as const;
const ACTIVITY = {
  path: `${V2}/activities`,
  body: 'note',
  edit: 'patch',
  newest: { sort_by: 'add_time', sort_direction: 'desc' },
} as const;
const placeOf = (kind: Activity<unknown>['kind']) => (kind === 'note' ? NOTE : ACTIVITY);
/** What is looked for was written lately. */
const MAX_PAGES = 4;
const AUTHOR_REFUSED = 'note-author-refused';
const TTL_MS = 24 * 3_600_000;

/** Notes on the person and what the chat is about; activities for the responsible person. */
export function activities(context: PipedriveContext): ActivityWriter<unknown> {
  const { api, call, memory, settings } = context;
  const { words } = call;
  const html = htmlFormat(MAX_BODY_LENGTH, words);
  return {
    format: {
      ...html,
      // Pipedrive has no field for the direction.
      call(draft, refused) {
        const way = draft.direction === 'inbound' ? words.call.incoming : words.call.outgoing;
        const direction = draft.title.startsWith(way) ? '' : htmlMessage(way);
        return direction + html.call(draft, refused);
      },
    },

    async note({ ownerId, about }) {
      return {
        ...(!(await memory.get(AUTHOR_REFUSED)) && numbers({ user_id: ownerId })),
        ...(settings.pinNotes === 'on' && { [`pinned_to_${about?.type ?? 'person'}_flag`]: 1 }),
      };
    },

    task: ({ subject, dueAt, timeZone, ownerId }) => ({
      subject: shorten(subject, MAX_TEXT),
      type: settings.taskType,
      due_date: dayOf(dueAt, timeZone),
      done: false,
      ...numbers({ owner_id: ownerId }),
    }),

    call({ title, state, startedAt, durationMs, ownerId }) {
      const at = new Date(startedAt).toISOString();
      return {
        subject: shorten(title, MAX_TEXT),
        type: settings.callType,
        due_date: at.slice(0, 10),
        due_time: at.slice(11, 16),
        ...(durationMs !== undefined && { duration: hoursAndMinutes(durationMs) }),
        done: ['completed', 'failed'].includes(state),
        ...numbers({ owner_id: ownerId }),
      };
    },

    // By the person, not by the search. A note of a task is no call's although both may bear the same mark.
    async find(activity) {
      const { path, body, newest } = placeOf(activity.kind);
      const all = await api.list(path, { person_id: activity.person.id, ...newest }, MAX_PAGES);
      const ofType = all.filter(({ type }) => type === activity.fields.type);
      const found = ofType.find((one) => hasMark(textOf(one[body]) ?? '', activity));
      return found && { id: idOf(found.id)! };
    },

    async update(id, { kind, fields, text }) {
      const { path, body, edit } = placeOf(kind);
      const writing = writeAccepted(context, {
        // Whose a note is and where it is pinned is said once.
        fields: kind === 'note' ? {} : fields,
        carriesMore: true,
        write: (sent, told) => api[edit](`${path}/${id}`, { ...sent, [body]: text(told) }),
      });
      const done = await unlessRefused(writing, isGoneOrLocked);
      // An edit may not tell that somebody deleted it.
      const isThere = done && !(isObject(done.written) && done.written.active_flag === false);
      return isThere ? { id, refused: done.refused } : undefined;
    },

    async create({ kind, person, about, fields, text }) {
      const { path, body } = placeOf(kind);
      const person_id = Number(person.id);
      // The migration guide: of an activity `person_id` is read-only, the person is the primary participant.
      const whose = kind === 'note' ? { person_id } : { participants: [{ person_id, primary: true }] };
      const { written, refused } = await writeAccepted(context, {
        fields: {
          ...fields,
          ...(about?.type === 'deal' && numbers({ deal_id: about.id })),
          ...(about?.type === 'lead' && { lead_id: about.id }),
        },
        carriesMore: true,
        write: async (sent, told) =>
          recordOf(await api.post(path, { ...sent, ...whose, [body]: text(told) }), `POST ${kind}`),
      }).catch(asPersonGone);
      // Only an administrator's token may name another author of a note: for a day the agent is not sent again.
      const isNoAdmin = refused.some(({ field, why }) => field === 'owner' && why === 'HTTP 403');
      if (isNoAdmin) await memory.put(AUTHOR_REFUSED, true, TTL_MS);
      return { id: idOf(written!.id)!, refused };
    },
  };
}

/** Of a day at most, begun minutes counted. */
function hoursAndMinutes(ms: number): string {
  const minutes = Math.min(24 * 60 - 1, Math.ceil(Math.max(0, ms) / 60_000));
  return new Date(minutes * 60_000).toISOString().slice(11, 16);
}
