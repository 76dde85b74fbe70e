/**
 * All items of a list that comes in pages.
 * @param maxPages to be read at most. @param read a page, with what leads to the next one; the first is asked for with nothing.
 */
export async function allPages<Item, Next>(
  maxPages: number,
  read: (next: Next | undefined) => Promise<{ items: readonly Item[]; next?: Next }>,
): Promise<Item[]> {
  const all: Item[] = [];
  let next: Next | undefined;
  for (let pages = 0; pages < maxPages && (pages === 0 || next !== undefined); pages++) {
    const page = await read(next);
    all.push(...page.items);
    next = page.next;
  }
  return all;
}
