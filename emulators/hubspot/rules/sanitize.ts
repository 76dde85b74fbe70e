const ELEMENTS_WITH_CONTENT = /<(script|style|iframe|object|embed|form)\b[^>]*>[\s\S]*?<\/\1\s*>/gi;
const LONE_ELEMENTS = /<\/?(?:script|style|iframe|object|embed|form|link|meta|base)\b[^>]*>/gi;
const EVENT_ATTRIBUTES = /(<[^>]*?)\son[a-z]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi;
const SCRIPT_LINKS = /\b(href|src)\s*=\s*(["']?)\s*(?:javascript|data|vbscript):[^"'\s>]*\2/gi;

/**
 * HubSpot strips what could run from the HTML of activities and keeps simple markup. A stand-in for its sanitiser, to
 * show what such a body comes back as; not a defence to reuse.
 */
export function sanitizeHtml(html: string): string {
  let clean = html.replace(ELEMENTS_WITH_CONTENT, '').replace(LONE_ELEMENTS, '');
  for (let previous = ''; previous !== clean;) {
    previous = clean;
    clean = clean.replace(EVENT_ATTRIBUTES, '$1');
  }
  return clean.replace(SCRIPT_LINKS, '');
}
