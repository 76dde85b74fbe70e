import type { Company, TaskWish } from './rule';
import { evaluate } from '../vocabulary/expression';
import type { Values } from '../vocabulary/values';
import { addWorkingTime } from './working-hours';
import { shorten } from '../../text/plain-text';

/** Both CRMs' subjects take 255. */
const MAX_SUBJECT = 255;

/** The task as it is without a rule. */
interface UsualTask {
  subject: string;
  /** Epoch milliseconds. */
  dueAt: number;
  remindAt?: number;
}

interface WishedTask extends UsualTask {
  priority?: TaskWish['priority'];
}

interface TaskCase {
  wish: TaskWish | undefined;
  hours: Company['hours'];
  values: Values;
  /** Arrival of the message; epoch milliseconds. */
  receivedAt: number;
  now: number;
  timeZone: string;
}

/**
 * The task as a rule wants it. Working time counts from the arrival; where that is past it counts from now, for a task that is
 * born overdue tells nobody anything.
 */
export function wishedTask(
  usual: UsualTask,
  { wish, hours, values, receivedAt, now, timeZone }: TaskCase,
): WishedTask {
  if (!wish) return usual;
  const { subject, dueMs, priority, reminderMs } = wish;
  const after = (from: number) => (hours ? addWorkingTime(hours, from, dueMs!, timeZone) : from + dueMs!);
  const wanted = dueMs === undefined ? usual.dueAt : after(receivedAt);
  const dueAt = dueMs !== undefined && wanted <= now ? after(now) : wanted;
  const usualLead = usual.remindAt === undefined ? undefined : usual.dueAt - usual.remindAt;
  const lead = reminderMs ?? usualLead;
  const remindAt = lead === undefined ? undefined : Math.max(dueAt - lead, Math.min(now, dueAt));
  return {
    subject: shorten((subject && evaluate(subject, values)) ?? usual.subject, MAX_SUBJECT),
    dueAt,
    ...(remindAt !== undefined && { remindAt }),
    ...(priority && { priority }),
  };
}
