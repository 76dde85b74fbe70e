import { isolate } from '../../text/bidi';
import { firstWords } from '../../text/first-words';
import type { Words } from '../../text/languages/words';

/** From the arrival of the message until somebody should have answered, at least. */
const TIME_TO_ANSWER_MS = 30 * 60_000;
const HOUR_MS = 3_600_000;

/** So long before it is due the owner is reminded. */
const REMIND_BEFORE_MS = 15 * 60_000;

/** What a list of tasks shows: the message's first words in one line, then who wrote. */
export function taskSubject(message: string, title: string, { task }: Words): string {
  const words = firstWords(message);
  return words === undefined ? task.answerOffline(isolate(title)) : `${isolate(words)} – ${isolate(title)}`;
}

/**
 * When the task is due: the first full hour half an hour or more after the message came. A task that could not be made
 * by then is due the same time after now, for a task that is born overdue tells nobody anything.
 * @returns epoch milliseconds, later than `now`.
 */
export function taskDue(receivedAt: number, now: number): number {
  const due = hourAfter(receivedAt);
  return due > now ? due : hourAfter(now);
}

function hourAfter(at: number): number {
  return Math.ceil((at + TIME_TO_ANSWER_MS) / HOUR_MS) * HOUR_MS;
}

/** When the CRM reminds the owner: a while before the task is due, at once where that is past. */
export function taskReminder(dueAt: number, now: number): number {
  return Math.max(dueAt - REMIND_BEFORE_MS, Math.min(now, dueAt));
}
