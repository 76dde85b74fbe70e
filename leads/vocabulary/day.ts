const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ].{0,40})?$/;
const POINTS = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/;
const SLASHES = /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/;
/** Seconds or milliseconds since 1970, between 1973 and 5138. */
const EPOCH = /^\d{9,14}$/;
/** No date is longer. */
const MAX_LENGTH = 64;

/**
 * The day a text names, as `2026-11-25`: ISO 8601, `25.11.2026`, `2026/11/25`, or seconds or milliseconds since 1970. What may
 * be read in two ways (`11/12/2026`) is none.
 */
export function readDay(text: string): string | undefined {
  const trimmed = bounded(text);
  const at = EPOCH.test(trimmed) ? readMoment(trimmed) : undefined;
  return at === undefined ? dayIn(trimmed) : new Date(at).toISOString().slice(0, 10);
}

/** The moment a text names, epoch milliseconds: an ISO date and time, a day (its beginning in UTC), or an epoch. */
export function readMoment(text: string): number | undefined {
  const trimmed = bounded(text);
  if (EPOCH.test(trimmed)) return Number(trimmed) * (trimmed.length <= 10 ? 1000 : 1);
  const at = Date.parse((ISO.test(trimmed) ? trimmed.replace(' ', 'T') : dayIn(trimmed)) ?? '');
  return Number.isNaN(at) ? undefined : at;
}

function bounded(text: string): string {
  return text.length > MAX_LENGTH ? '' : text.trim();
}

function dayIn(text: string): string | undefined {
  const [, year, month, day] = ISO.exec(text) ?? SLASHES.exec(text) ?? reversed(POINTS.exec(text)) ?? [];
  return validDay(Number(year), Number(month), Number(day));
}

function reversed(match: RegExpExecArray | null): string[] | undefined {
  return match ? [match[0], match[3]!, match[2]!, match[1]!] : undefined;
}

function validDay(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const same =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same ? date.toISOString().slice(0, 10) : undefined;
}
