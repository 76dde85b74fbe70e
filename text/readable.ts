/** HTML of a note as lines of text for a terminal; what is no tag of a note's stays as it is. */
export function readableText(html: string): string {
  return html
    .replace(/<\/p>|<br>|<\/blockquote>/g, '\n')
    .replace(/<a href="([^"]{1,2048})"[^>]{0,200}>([^<]{1,500})<\/a>/g, linkText)
    .replace(/<\/?(p|b|strong|span|em|i|u|a|blockquote)( [^>]{0,200})?>/g, '')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .trim();
}

/** A link's address stands behind its words, unless they are it. */
function linkText(_link: string, href: string, words: string): string {
  return /^(https?:\/\/|mailto:|tel:)/.test(words) || /^(mailto|tel):/.test(href)
    ? words
    : `${words} (${href})`;
}
