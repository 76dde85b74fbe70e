import { toText } from './plain-text';

const HTTP = /^https?:\/\/\S+$/i;

/** The value if it is an absolute http or https URL: no other scheme (`javascript:`, `data:`) is ever a link. */
export function httpLink(value: unknown): string | undefined {
  const text = toText(value);
  return text !== undefined && HTTP.test(text) && URL.canParse(text) ? text : undefined;
}
