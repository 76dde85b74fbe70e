import { format } from '../../text/formats';

/** When somebody is there. Plain data. */
export interface WorkingHours {
  /** IANA zone; the core's TIME_ZONE where there is none. */
  readonly zone?: string;
  /** Sunday first; each day's spans in minutes since midnight, sorted, without overlap. */
  readonly week: readonly (readonly Span[])[];
  /** Days on which nobody is there: `2026-12-25`, or `12-25` for every year. */
  readonly holidays: readonly string[];
}

export type Span = readonly [from: number, to: number];

const MINUTE_MS = 60_000;
const DAY_MIN = 24 * 60;
/** A year and a bit: whoever closes for longer has no working hours. */
const MAX_DAYS = 400;

/** Whether somebody is there. @param at epoch milliseconds. */
export function isOpen(hours: WorkingHours, at: number, zone: string): boolean {
  const { day, minute } = localTime(at, hours.zone ?? zone);
  return spansOf(hours, day).some(([from, to]) => minute >= from && minute < to);
}

/**
 * The moment at which so much working time has passed, at most 400 days later. Where nobody is ever there, the same time by
 * the clock.
 * @param at epoch milliseconds.
 * @param ms working time, milliseconds, 0 or more.
 * @returns epoch milliseconds, never before `at`.
 */
export function addWorkingTime(hours: WorkingHours, at: number, ms: number, zone: string): number {
  const place = hours.zone ?? zone;
  let left = ms;
  let { day } = localTime(at, place);
  for (let days = 0; days < MAX_DAYS; days++, day = nextDay(day)) {
    for (const [from, to] of spansOf(hours, day)) {
      const begins = Math.max(at, atLocal(day, from, place));
      const ends = atLocal(day, to, place);
      if (ends <= begins) continue;
      if (left < ends - begins) return begins + left;
      left -= ends - begins;
      if (left === 0) return ends;
    }
  }
  return hours.week.some((spans) => spans.length > 0) ? at + MAX_DAYS * DAY_MIN * MINUTE_MS : at + ms;
}

function spansOf({ week, holidays }: WorkingHours, day: string): readonly Span[] {
  if (holidays.includes(day) || holidays.includes(day.slice(5))) return [];
  return week[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? [];
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MIN * MINUTE_MS).toISOString().slice(0, 10);
}

interface LocalTime {
  day: string;
  /** Since midnight. */
  minute: number;
}

function localTime(at: number, zone: string): LocalTime {
  // Swedish writes times as ISO 8601 does.
  const options = { timeZone: zone, dateStyle: 'short', timeStyle: 'short' } as const;
  const [day = '', time = ''] = format('DateTimeFormat', 'sv-SE', options).format(at).split(' ');
  const [hour, minute] = time.split(':').map(Number);
  return { day, minute: hour! * 60 + minute! };
}

/** The first moment at which the clock shows this; where a change of the clock leaves it out, the moment of the change. */
function atLocal(day: string, minute: number, zone: string): number {
  const wall = Date.parse(`${day}T00:00:00Z`) + minute * MINUTE_MS;
  const candidates = [wall - DAY_MIN * MINUTE_MS, wall + DAY_MIN * MINUTE_MS].map(
    (near) => wall - offsetAt(near, zone),
  );
  const [early, late] = candidates.toSorted((a, b) => a - b) as [number, number];
  if (early + offsetAt(early, zone) === wall) return early;
  if (late + offsetAt(late, zone) === wall) return late;
  return changeBetween(early, late, zone);
}

/** Zone's clock minus UTC, milliseconds. */
function offsetAt(at: number, zone: string): number {
  const { day, minute } = localTime(at, zone);
  return Date.parse(`${day}T00:00:00Z`) + minute * MINUTE_MS - Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

function changeBetween(early: number, late: number, zone: string): number {
  const before = offsetAt(early, zone);
  let [from, to] = [early, late];
  while (to - from > MINUTE_MS) {
    const middle = from + Math.floor((to - from) / 2 / MINUTE_MS) * MINUTE_MS;
    if (middle === from) break;
    if (offsetAt(middle, zone) === before) from = middle;
    else to = middle;
  }
  return to;
}
