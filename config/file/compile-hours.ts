import type { Span, WorkingHours } from '../../leads/rules/working-hours';
import { isZone } from '../define-settings';
import type { Compiler } from './compiler';
import type { CompanyFile } from './schema';

const WEEK = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
/** Sunday ends the week of a span of days. */
const FROM_MONDAY = [...WEEK.slice(1), 'sun'];

type SaidHours = NonNullable<CompanyFile['hours']>;

/** The week by its days; a day that is named alone counts more than a range with it in it. */
export function compileHours(compiler: Compiler, said: SaidHours): WorkingHours {
  const { zone, holidays = [], ...days } = said;
  const byDay = new Map<string, readonly Span[]>();
  const rangesFirst = Object.entries(days).toSorted(([a], [b]) => b.length - a.length);
  for (const [key, hours = []] of rangesFirst) {
    const spans = hours.toSorted(([a], [b]) => a - b);
    if (spans.some(([from, to], index) => from >= to || from < (spans[index - 1]?.[1] ?? 0)))
      compiler.problem(['hours', key], 'the hours overlap, or end before they begin');
    for (const day of daysOf(key)) byDay.set(day, spans);
  }
  const week = WEEK.map((day) => byDay.get(day) ?? []);
  if (week.every((spans) => spans.length === 0)) compiler.problem(['hours'], 'nobody is ever there');
  if (zone !== undefined && !isZone(zone))
    compiler.problem(['hours', 'zone'], `${zone} is no IANA zone such as Europe/Berlin`);
  for (const [index, day] of holidays.entries())
    if (!isDay(day)) compiler.problem(['hours', 'holidays', index], `${day} is no day of a calendar`);
  return { zone, week, holidays };
}

/** `mon-fri`, or one day. */
function daysOf(key: string): readonly string[] {
  const [from = '', to = from] = key.split('-');
  return FROM_MONDAY.slice(FROM_MONDAY.indexOf(from), FROM_MONDAY.indexOf(to) + 1);
}

/** `12-25` is one of every year; 2024 had a 29th of February. */
function isDay(text: string): boolean {
  const day = text.length === 5 ? `2024-${text}` : text;
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}
