/** Longer words of a CRM tell nothing more; and a pattern may take its time over every character. */
const MAX_WORDS = 1_000;

/**
 * A CRM's own words for logs and for the list of parked events: addresses and numbers masked, cut to a thousand
 * characters before any pattern looks at them.
 */
export function withoutPersonalData(message: string): string {
  return message
    .slice(0, MAX_WORDS)
    .replace(/\s+/g, ' ')
    .replace(/[^\s"'<>@]{1,100}@[^\s"'<>]+/g, '<e-mail>')
    .replace(/(?<!\w)\+?\d[\d\s().-]{6,40}\d(?!\w)/g, '<number>');
}
