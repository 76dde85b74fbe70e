import { isolate } from '../../text/bidi';
import { shorten } from '../../text/plain-text';
import type { ActivityKind, Words } from '../../text/languages/words';
import { format } from '../../text/formats';

/** What somebody of the company last had to do with the person. */
export interface LastActivity {
  /** Epoch milliseconds. */
  at: number;
  /** Where it is one there is a word for. */
  kind?: ActivityKind;
  /** Name of who did it. */
  by?: string;
  /** In the CRM's words: "Call: price list". */
  what?: string;
}

/** What a record tells of it. */
interface LastSeen {
  /** Epoch milliseconds. */
  lastActivityAt?: number;
  lastActivity?: LastActivity;
}

/** Of a line that has several. */
const MAX_PART = 50;
const DAY_MS = 24 * 3_600_000;

/**
 * "called 3 days ago by Anna Schmidt · price list": when somebody last had to do with the person, and who and what as far as it is known.
 * @param now epoch milliseconds.
 */
export function activityWords(
  { shown }: { shown?: LastSeen },
  now: number,
  words: Words,
): string | undefined {
  const { lastActivity, lastActivityAt } = shown ?? {};
  if (!lastActivity) return lastActivityAt ? ago(lastActivityAt, now, words) : undefined;
  const { at, kind, by, what } = lastActivity;
  const when = ago(at, now, words);
  const done = kind ? words.card.activities[kind](when) : when;
  const [who, subject] = [by, what].map((part) => part && isolate(shorten(part, MAX_PART)));
  // "by" wants something that somebody did.
  const told = who && kind ? words.card.by(done, who) : [done, who].filter(Boolean).join(' · ');
  return [told, subject].filter(Boolean).join(' · ');
}

/** "3 days ago", "today". */
function ago(at: number, now: number, { locale }: Words): string {
  const days = Math.max(0, Math.floor(now / DAY_MS) - Math.floor(at / DAY_MS));
  const relative = format('RelativeTimeFormat', locale, { numeric: 'auto' });
  if (days < 45) return relative.format(-days, 'day');
  return days < 700
    ? relative.format(-Math.round(days / 30), 'month')
    : relative.format(-Math.round(days / 365), 'year');
}
