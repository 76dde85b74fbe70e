import type { RecordRef } from '../../../leads/record';
import { createOnce, type TextWithRefusals, type WrittenActivity } from '../../shared/activities';
import { hasMark } from '../../shared/note/html-note';
import { asPersonGone, isGoneOrLocked, unlessRefused } from '../api/errors';
import { idOf, isObject, recordOf, textOf } from '../api/json';
import { V1, V2 } from '../api/version';
import type { PipedriveContext } from '../context';
import { writeAccepted } from '../records/accepted-values';
import type { Fields } from '../records/custom-fields';

/** What is written beside a person: where, in which field its text stands, and how it is listed, the newest first. */
const KINDS = {
  note: { path: `${V1}/notes`, text: 'content', edit: 'put', newest: { sort: 'add_time DESC' } },
  activity: {
    path: `${V2}/activities`,
    text: 'note',
    edit: 'patch',
    newest: { sort_by: 'add_time', sort_direction: 'desc' },
  },
} as const;
/** What is looked for was written lately. */
const MAX_PAGES = 4;

export interface Activity {
  kind: keyof typeof KINDS;
  personId: string;
  /** The lead or deal it is about as well. */
  about?: RecordRef;
  /** One of them stands in its text; by it an earlier attempt's result is found. */
  mark: string;
  key: string;
  fields: Fields;
  /** HTML, with what Pipedrive refused of the fields named in it. */
  body: TextWithRefusals;
}

/** Makes it once. Pipedrive keeps no key of ours: after a doubtful attempt the person's own are looked through first. */
export function createActivity(context: PipedriveContext, activity: Activity): Promise<WrittenActivity> {
  return createOnce(context.call.inDoubt, {
    find: () => findActivity(context, activity),
    // Whose a note is and where it is pinned is said once.
    update: (id) =>
      updateActivity(context, id, activity.kind === 'note' ? { ...activity, fields: {} } : activity),
    create: () => create(context, activity),
  });
}

async function create(
  context: PipedriveContext,
  { kind, personId, about, fields, body }: Activity,
): Promise<WrittenActivity> {
  const { path, text } = KINDS[kind];
  const id = Number(personId);
  // The migration guide: of an activity `person_id` is read-only, the person is the primary participant.
  const whose = kind === 'note' ? { person_id: id } : { participants: [{ person_id: id, primary: true }] };
  const { written, refused } = await writeAccepted(context, {
    fields: { ...fields, ...tieTo(about) },
    carriesMore: true,
    write: async (sent, told) =>
      recordOf(await context.api.post(path, { ...sent, ...whose, [text]: body(told) }), `POST ${kind}`),
  }).catch(asPersonGone);
  return { id: idOf(written!.id)!, refused };
}

/** The field that ties it to a lead or deal. */
function tieTo(about: RecordRef | undefined): Fields {
  if (about?.type === 'deal') return { deal_id: Number(about.id) };
  return about?.type === 'lead' ? { lead_id: about.id } : {};
}

/** Undefined when somebody deleted it, which an edit may not tell, or it may not be edited: it is made anew then. */
export async function updateActivity(
  context: PipedriveContext,
  id: string,
  { kind, fields, body }: Pick<Activity, 'kind' | 'fields' | 'body'>,
): Promise<WrittenActivity | undefined> {
  const { path, text, edit } = KINDS[kind];
  const writing = writeAccepted(context, {
    fields,
    carriesMore: true,
    write: (sent, told) => context.api[edit](`${path}/${id}`, { ...sent, [text]: body(told) }),
  });
  const done = await unlessRefused(writing, isGoneOrLocked);
  const isThere = done && !(isObject(done.written) && done.written.active_flag === false);
  return isThere ? { id, refused: done.refused } : undefined;
}

/** By the person, not by the search; a note of a task is no call's although both may bear the same mark. */
async function findActivity({ api }: PipedriveContext, { kind, personId, mark, key, fields }: Activity) {
  const { path, text, newest } = KINDS[kind];
  const all = await api.list(path, { person_id: personId, ...newest }, MAX_PAGES);
  const found = all.find((one) => one.type === fields.type && hasMark(textOf(one[text]) ?? '', mark, key));
  return found && idOf(found.id);
}
