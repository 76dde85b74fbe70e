const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&', nbsp: ' ' };

/** What a person reads of simple HTML. Whatever was not escaped is gone, as it is on the screen. */
export function shownText(html: string): string {
  return html
    .replace(/<br\s*\/?>|<\/p>|<\/div>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|quot|#39|amp|nbsp);/g, (_all, name: string) => ENTITIES[name]!)
    .trim();
}
