/** The day of a moment in a time zone, as `YYYY-MM-DD`: a task's date has no time and is never shifted. */
export function dayOf(at: number, timeZone: string): string {
  // Swedish writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at);
}
