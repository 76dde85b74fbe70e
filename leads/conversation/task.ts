import { isolate } from '../../text/bidi';
import { shorten } from '../../text/plain-text';

/** Room for what the visitor wants, and for the lead's title after it (both CRMs' subjects take 255). */
const MAX_WORDS_LENGTH = 80;
/** No more is looked at; far more than the subject shows, blanks included. */
const MAX_LOOKED_AT = 1_000;

/** From the arrival of the message until somebody should have answered, at least. */
const TIME_TO_ANSWER_MS = 30 * 60_000;
const HOUR_MS = 3_600_000;

/** What a list of tasks shows: the message's first words in one line, then who wrote. */
export function taskSubject(message: string, title: string): string {
  const words = message.slice(0, MAX_LOOKED_AT).toWellFormed().replace(/\s+/gu, ' ').trim();
  return words === '' ? `Answer the offline message: ${title}` : `${isolate(firstWords(words))} – ${title}`;
}

/** Cut at a word's end; a single long word is cut within. */
function firstWords(words: string): string {
  if (words.length <= MAX_WORDS_LENGTH) return words;
  const end = words.lastIndexOf(' ', MAX_WORDS_LENGTH - 1);
  return end > MAX_WORDS_LENGTH / 2 ? `${words.slice(0, end)}…` : shorten(words, MAX_WORDS_LENGTH);
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
