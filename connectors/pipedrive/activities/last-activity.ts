import type { LastActivity } from '../../../leads/card/last-activity';
import type { RecordRef } from '../../../leads/record';
import { idOf, textOf, type Json } from '../api/json';
import { V2 } from '../api/version';
import type { PipedriveContext } from '../context';

/** One may have been done before its day. */
const ENOUGH = 5;

/** Pipedrive reference v1: Activity types: the keys every company has; its own have a subject. */
const KINDS: Readonly<Record<string, LastActivity['kind']>> = {
  call: 'call',
  email: 'email',
  meeting: 'meeting',
  lunch: 'meeting',
};

/** The newest activity of the person that is done (Pipedrive reference v2: Get all activities), in one request. */
export async function lastActivity(
  { api, owners, now }: PipedriveContext,
  { id }: RecordRef,
): Promise<LastActivity | undefined> {
  const query = { person_id: id, done: true, sort_by: 'due_date', sort_direction: 'desc', limit: ENOUGH };
  const done = await api.list(`${V2}/activities`, query, 1);
  const times = done.map((activity) => ({ activity, at: timeOf(activity, now()) }));
  const [last] = times.filter(({ at }) => at > 0).toSorted((a, b) => b.at - a.at);
  if (!last) return undefined;
  const { type, subject, owner_id } = last.activity;
  const owner = idOf(owner_id);
  const by = owner && (await owners.rememberedName(owner));
  return { at: last.at, kind: KINDS[textOf(type) ?? ''], by, what: textOf(subject) };
}

/** When it was due (UTC, see the migration guide), or marked as done where that was before or no day is set; 0 where nobody knows. */
function timeOf({ due_date, due_time, marked_as_done_time }: Json, now: number): number {
  const [day, time, marked] = [due_date, due_time, marked_as_done_time].map((value) => textOf(value) ?? '');
  const times = [time ? `${day}T${time}Z` : day!, marked!.replace(' ', 'T')].map((text) => Date.parse(text));
  return times.find((at) => at <= now) ?? 0;
}
