import { UTM_MARKS, type Utm } from '../event';
import { queryRecord } from '../../text/text-record';

/** `utm_source` in a query string, `utm.source` after flattening JSON like `{"utm": {"source": …}}`. */
const PREFIX = /^utm[_.]/i;

/** The marks among named values that are known to be utm marks: `source` and `utm_source` count alike. */
export function utmMarks(values: Record<string, string>): Utm {
  return collect(Object.entries(values));
}

/**
 * Parts utm marks from other values. Only names with the prefix count: elsewhere `source`, `content` and `term`
 * are everyday names.
 */
export function splitUtm(values: Record<string, string>): { utm: Utm; rest: Record<string, string> } {
  const entries = Object.entries(values);
  const isMark = ([name]: [string, string]) => PREFIX.test(name) && markOf(name) !== undefined;
  return {
    utm: collect(entries.filter(isMark)),
    rest: Object.fromEntries(entries.filter((entry) => !isMark(entry))),
  };
}

/**
 * Reads `session.utm` of JivoChat's Webhooks API page: `source=google|medium=cpc|campaign=…`.
 * Values may be URL-encoded.
 */
export function parseSessionUtm(utm: string): Utm {
  const query = utm.replaceAll('&', '%26').replaceAll('|', '&');
  return utmMarks(queryRecord(query));
}

/** The marks in the query string of a page. */
export function pageUtm(url: string): Utm {
  return splitUtm(queryRecord(new URL(url).search)).utm;
}

/** For each mark the value of the first of `sources` that has one. */
export function firstMarks(...sources: Utm[]): Utm {
  return Object.assign({}, ...sources.toReversed()) as Utm;
}

function collect(entries: [string, string][]): Utm {
  const marks = entries.flatMap(([name, value]) => {
    const mark = markOf(name);
    return mark ? [{ mark, value, alias: !bareName(name).startsWith(mark) }] : [];
  });
  // A mark by its own name counts more than by another.
  const ranked = marks.toSorted((a, b) => Number(b.alias) - Number(a.alias));
  return Object.fromEntries(ranked.map(({ mark, value }) => [mark, value]));
}

function markOf(name: string): keyof Utm | undefined {
  const bare = bareName(name);
  return bare === 'keyword' ? 'term' : UTM_MARKS.find((mark) => mark === bare);
}

function bareName(name: string): string {
  return name.replace(PREFIX, '').toLowerCase();
}
