/** As Salesforce writes dates with a time: whole seconds, UTC as `+0000` (Salesforce docs: Valid Date and DateTime Formats). */
export function timestamp(ms: number): string {
  return `${new Date(Math.floor(ms / 1000) * 1000).toISOString().slice(0, -1)}+0000`;
}

/** Milliseconds of what `timestamp` wrote or a query contains; NaN for anything else. */
export function readTimestamp(text: string): number {
  return Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
}
