const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** What a reader sees of our HTML: tags stripped, `<br>` a line end, entities resolved. */
export function visibleText(html: string): string {
  return html
    .replaceAll('<br>', '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&[^;]*;/g, (entity) => ENTITIES[entity] ?? entity);
}
