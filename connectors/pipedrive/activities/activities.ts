import type { CallDraft, TaskDraft, Conversation } from '../../connector';
import { dayOf } from '../../../text/formats';
import { shorten } from '../../../text/plain-text';
import type {
  Activity,
  ActivityContent,
  ActivityFormat,
  ActivityWriter,
  WrittenActivity,
} from '../../shared/activities';
import { hasMark, htmlFormat, htmlMessage } from '../../shared/note/html-note';
import { asPersonGone, isGoneOrLocked, unlessRefused } from '../api/errors';
import { idOf, isObject, recordOf, textOf } from '../api/json';
import { V1, V2 } from '../api/version';
import type { PipedriveContext } from '../context';
import { writeAccepted } from '../records/accepted-values';
import type { Fields } from '../records/custom-fields';
import { MAX_TEXT } from '../records/record';

/** "Approximately 100,000 characters (or 100KB)" in one edition of the reference: below it in every script. */
const MAX_BODY_LENGTH = 33_000;

/** What is written beside a person: where, in which field its text stands, and how it is listed, the newest first. */
const NOTE = {
  path: `${V1}/notes`,
  text: 'content',
  edit: 'put',
  newest: { sort: 'add_time DESC' },
} as const;
const ACTIVITY = {
  path: `${V2}/activities`,
  text: 'note',
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
  return {
    format: formatOf(context),
    note: (conversation) => noteFields(context, conversation),
    task: (task) => taskFields(context, task),
    call: (call) => callFields(context, call),
    find: (activity) => find(context, activity),
    update: (id, content) => update(context, id, content),
    create: (activity) => create(context, activity),
  };
}

/** Pipedrive has no field for a call's direction. */
function formatOf({ call: { words } }: PipedriveContext): ActivityFormat {
  const html = htmlFormat(MAX_BODY_LENGTH, words);
  return {
    ...html,
    call(call) {
      const way = call.direction === 'inbound' ? words.call.incoming : words.call.outgoing;
      const direction = call.title.startsWith(way) ? '' : htmlMessage(way);
      return (refused) => direction + html.call(call)(refused);
    },
  };
}

async function noteFields(
  { memory, settings }: PipedriveContext,
  { ownerId, about }: Conversation,
): Promise<Fields> {
  return {
    ...(ownerId && !(await memory.get(AUTHOR_REFUSED)) && { user_id: Number(ownerId) }),
    ...(settings.pinNotes === 'on' && { [`pinned_to_${about?.type ?? 'person'}_flag`]: 1 }),
  };
}

function taskFields({ settings }: PipedriveContext, task: TaskDraft): Fields {
  return {
    subject: shorten(task.subject, MAX_TEXT),
    type: settings.taskType,
    due_date: dayOf(task.dueAt, task.timeZone),
    done: false,
    ...ownedBy(task),
  };
}

function callFields({ settings }: PipedriveContext, call: CallDraft): Fields {
  const at = new Date(call.startedAt).toISOString();
  return {
    subject: shorten(call.title, MAX_TEXT),
    type: settings.callType,
    due_date: at.slice(0, 10),
    due_time: at.slice(11, 16),
    ...(call.durationMs !== undefined && { duration: hoursAndMinutes(call.durationMs) }),
    done: ['completed', 'failed'].includes(call.state),
    ...ownedBy(call),
  };
}

/** Of a day at most, begun minutes counted. */
function hoursAndMinutes(ms: number): string {
  const minutes = Math.min(24 * 60 - 1, Math.ceil(Math.max(0, ms) / 60_000));
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

const ownedBy = ({ ownerId }: TaskDraft | CallDraft) => (ownerId ? { owner_id: Number(ownerId) } : {});

async function create(
  context: PipedriveContext,
  { kind, person, about, fields, text }: Activity<unknown>,
): Promise<WrittenActivity> {
  const place = placeOf(kind);
  const id = Number(person.id);
  // The migration guide: of an activity `person_id` is read-only, the person is the primary participant.
  const whose = kind === 'note' ? { person_id: id } : { participants: [{ person_id: id, primary: true }] };
  const { written, refused } = await writeAccepted(context, {
    fields: {
      ...fields,
      ...(about?.type === 'deal' && { deal_id: Number(about.id) }),
      ...(about?.type === 'lead' && { lead_id: about.id }),
    },
    carriesMore: true,
    write: async (sent, told) =>
      recordOf(
        await context.api.post(place.path, { ...sent, ...whose, [place.text]: text(told) }),
        `POST ${kind}`,
      ),
  }).catch(asPersonGone);
  // Only an administrator's token may name another author of a note: for a day the agent is not sent again.
  const isNoAdmin = refused.some(({ field, why }) => field === 'owner' && why === 'HTTP 403');
  if (isNoAdmin) await context.memory.put(AUTHOR_REFUSED, true, TTL_MS);
  return { id: idOf(written!.id)!, refused };
}

/** An edit may not tell that somebody deleted it. */
async function update(
  context: PipedriveContext,
  id: string,
  { kind, fields, text }: ActivityContent<unknown>,
): Promise<WrittenActivity | undefined> {
  const place = placeOf(kind);
  const writing = writeAccepted(context, {
    // Whose a note is and where it is pinned is said once.
    fields: kind === 'note' ? {} : fields,
    carriesMore: true,
    write: (sent, told) =>
      context.api[place.edit](`${place.path}/${id}`, { ...sent, [place.text]: text(told) }),
  });
  const done = await unlessRefused(writing, isGoneOrLocked);
  const isThere = done && !(isObject(done.written) && done.written.active_flag === false);
  return isThere ? { id, refused: done.refused } : undefined;
}

/** By the person, not by the search; a note of a task is no call's although both may bear the same mark. */
async function find({ api }: PipedriveContext, activity: Activity<unknown>) {
  const { path, text, newest } = placeOf(activity.kind);
  const all = await api.list(path, { person_id: activity.person.id, ...newest }, MAX_PAGES);
  const found = all.find(
    (one) => one.type === activity.fields.type && hasMark(textOf(one[text]) ?? '', activity),
  );
  return found && { id: idOf(found.id)! };
}
