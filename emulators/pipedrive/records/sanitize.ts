import type { Settings } from '../settings';

/** Pipedrive reference: Notes, "Subject to sanitization on the back-end"; which tags stay is not documented. */
const KEPT: Readonly<Record<Settings['noteMarkup'], RegExp>> = {
  wide: /^\/?(p|br|b|strong|i|em|u|a|ul|ol|li|div|span|blockquote)$/i,
  // What its own editor of notes has buttons for.
  editor: /^\/?(p|br|b|strong|i|em|u|a|ul|ol|li|div)$/i,
};

/** HTML without what a browser would run: other tags go, and all attributes but a link's address. */
export function sanitized(html: string, { noteMarkup }: Pick<Settings, 'noteMarkup'>): string {
  return html.replace(/<(\/?[a-z][a-z0-9]*)\b([^<>]*)>/gi, (_tag, name: string, attributes: string) => {
    if (!KEPT[noteMarkup].test(name)) return '';
    const href = /^a$/i.test(name) ? /\bhref="(https?:\/\/[^"<>]*)"/i.exec(attributes)?.[1] : undefined;
    return href ? `<${name} href="${href}">` : `<${name}>`;
  });
}
