/** HTML of a note as lines of text for a terminal; what is no tag of a note's stays as it is. */
export function readableText(html: string): string {
  return html
    .replace(/<\/p>|<br>/g, '\n')
    .replace(/<\/?(p|b|strong|span)( [^>]{0,200})?>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .trim();
}
