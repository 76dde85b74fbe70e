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
  const trimmed = text.length > MAX_LENGTH ? '' : text.trim();
  const [, year, month, day] =
    ISO.exec(trimmed) ?? SLASHES.exec(trimmed) ?? reversed(POINTS.exec(trimmed)) ?? [];
  if (year !== undefined) return validDay(Number(year), Number(month), Number(day));
  const at = readMoment(trimmed);
  return at === undefined ? undefined : new Date(at).toISOString().slice(0, 10);
}

/** The moment a text names, epoch milliseconds: an ISO date and time, a day (its beginning in UTC), or an epoch. */
export function readMoment(text: string): number | undefined {
  const trimmed = text.length > MAX_LENGTH ? '' : text.trim();
  if (EPOCH.test(trimmed)) {
    const number = Number(trimmed);
    return trimmed.length <= 10 ? number * 1000 : number;
  }
  const at = ISO.test(trimmed) ? Date.parse(trimmed.replace(' ', 'T')) : NaN;
  if (!Number.isNaN(at)) return at;
  const [, year, month, day] = SLASHES.exec(trimmed) ?? reversed(POINTS.exec(trimmed)) ?? [];
  const read = year === undefined ? undefined : validDay(Number(year), Number(month), Number(day));
  return read === undefined ? undefined : Date.parse(read);
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
