import { isolate } from '../../text/bidi';
import { firstWords } from '../../text/first-words';
import { shorten } from '../../text/plain-text';
import type { Words } from '../../text/languages/words';
import type { Company, TaskWish } from '../rules/rule';
import { addWorkingTime } from '../rules/working-hours';
import { evaluate } from '../vocabulary/expression';
import type { Values } from '../vocabulary/values';

/** From the arrival of the message until somebody should have answered, at least. */
const TIME_TO_ANSWER_MS = 30 * 60_000;
const HOUR_MS = 3_600_000;
/** So long before it is due the owner is reminded. */
const REMIND_BEFORE_MS = 15 * 60_000;
/** CRMs' subjects take 255. */
const MAX_SUBJECT = 255;

/** What a list of tasks shows: the message's first words in one line, then who wrote. */
export function taskSubject(message: string, title: string, { task }: Words): string {
  const words = firstWords(message);
  return words === undefined ? task.answerOffline(isolate(title)) : `${isolate(words)} – ${isolate(title)}`;
}

interface TaskCase {
  /** Where no rule wants another one. */
  subject: string;
  /** A rule's. */
  wish?: TaskWish;
  hours?: Company['hours'];
  values: Values;
  /** Arrival of the message; epoch milliseconds. */
  receivedAt: number;
  now: number;
  timeZone: string;
}

interface PlannedTask extends Pick<TaskWish, 'priority'> {
  subject: string;
  /** Epoch milliseconds, later than `now`. */
  dueAt: number;
  /** When the CRM reminds the owner: a while before the task is due, at once where that is past. */
  remindAt: number;
}

/**
 * The task somebody gets, as a rule wants it. It is due at the first full hour half an hour or more after the message came,
 * or after a rule's working time. A task that could not be made by then is due the same time after now, for a task that is
 * born overdue tells nobody anything.
 */
export function planTask(given: TaskCase): PlannedTask {
  const { wish = {}, hours, values, receivedAt, now, timeZone } = given;
  const { dueMs, reminderMs = REMIND_BEFORE_MS, priority } = wish;
  const dueAfter = (at: number) => {
    if (dueMs === undefined) return Math.ceil((at + TIME_TO_ANSWER_MS) / HOUR_MS) * HOUR_MS;
    return hours ? addWorkingTime(hours, at, dueMs, timeZone) : at + dueMs;
  };
  const due = dueAfter(receivedAt);
  const dueAt = due > now ? due : dueAfter(now);
  const subject = shorten((wish.subject && evaluate(wish.subject, values)) ?? given.subject, MAX_SUBJECT);
  return { subject, dueAt, remindAt: Math.max(dueAt - reminderMs, Math.min(now, dueAt)), priority };
}
