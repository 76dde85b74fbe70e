/** What makes texts of numbers and times in a reader's language. */
type Kinds = Pick<
  typeof Intl,
  'DateTimeFormat' | 'DurationFormat' | 'ListFormat' | 'NumberFormat' | 'PluralRules' | 'RelativeTimeFormat'
>;

/** Languages, zones and currencies of one company are far fewer; a table without bounds would be one that grows. */
const MOST_KEPT = 200;
const made = new Map<string, unknown>();

/**
 * A formatter of `Intl`, made once: each takes as long to make as all else of a reply's text.
 * @param locale BCP 47.
 * @throws RangeError for a locale, a zone or a currency there is none of.
 * @example format('NumberFormat', 'de').format(1234.5)
 */
export function format<Kind extends keyof Kinds>(
  kind: Kind,
  locale: string,
  options?: ConstructorParameters<Kinds[Kind]>[1],
): InstanceType<Kinds[Kind]> {
  const key = JSON.stringify([kind, locale, options]);
  let found = made.get(key) as InstanceType<Kinds[Kind]> | undefined;
  if (found === undefined) {
    type Maker = new (locale: string, options?: object) => InstanceType<Kinds[Kind]>;
    const Format = Intl[kind] as unknown as Maker;
    found = new Format(locale, options);
    if (made.size >= MOST_KEPT) made.clear();
    made.set(key, found);
  }
  return found;
}

/** The day of a moment (epoch milliseconds) in a time zone, as `YYYY-MM-DD`. */
export function dayOf(at: number, timeZone: string): string {
  // Swedish writes dates as ISO 8601 does.
  return format('DateTimeFormat', 'sv-SE', { timeZone, dateStyle: 'short' }).format(at);
}
