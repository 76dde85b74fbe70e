import type { Span, WorkingHours } from '../../leads/rules/working-hours';
import { isZone } from '../define-settings';
import type { Problem } from './problem';
import type { CompanyFile } from './schema';

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

type SaidHours = NonNullable<CompanyFile['hours']>;
type DayKey = Exclude<keyof SaidHours, 'zone' | 'holidays'>;

/** The week by its days; a day that is named alone counts more than a range with it in it. */
export function compileHours(said: SaidHours, problems: Problem[]): WorkingHours {
  const { zone, holidays = [], ...days } = said;
  const byDay = new Map<string, readonly Span[]>();
  const keys = (Object.keys(days) as DayKey[]).toSorted((a, b) => b.length - a.length);
  for (const key of keys) {
    const spans = (days[key] ?? []).map((text) => readSpan(text)).toSorted(([a], [b]) => a - b);
    if (spans.some(([from, to], index) => from >= to || from < (spans[index - 1]?.[1] ?? 0)))
      problems.push({ path: ['hours', key], what: 'the hours overlap, or end before they begin' });
    for (const day of daysOf(key)) byDay.set(day, spans);
  }
  const week = DAYS.map((day) => byDay.get(day) ?? []);
  if (week.every((spans) => spans.length === 0))
    problems.push({ path: ['hours'], what: 'nobody is ever there' });
  if (zone !== undefined && !isZone(zone))
    problems.push({ path: ['hours', 'zone'], what: `${zone} is no IANA zone such as Europe/Berlin` });
  for (const [index, day] of holidays.entries()) {
    if (!isDay(day))
      problems.push({ path: ['hours', 'holidays', index], what: `${day} is no day of a calendar` });
  }
  return { ...(zone !== undefined && { zone }), week, holidays };
}

function daysOf(key: DayKey): readonly string[] {
  const [from, to] = key.split('-') as [(typeof WEEK)[number], (typeof WEEK)[number]?];
  return to === undefined ? [from] : WEEK.slice(WEEK.indexOf(from), WEEK.indexOf(to) + 1);
}

function readSpan(text: string): Span {
  const [from = 0, to = 0] = text.split('-').map((time) => {
    const [hour = 0, minute = 0] = time.trim().split(':').map(Number);
    return Math.min(hour * 60 + minute, 24 * 60);
  });
  return [from, to];
}

/** `12-25` is one of every year; 2024 had a 29th of February. */
function isDay(text: string): boolean {
  const day = text.length === 5 ? `2024-${text}` : text;
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}
