/** Every item of a list that comes in pages. @param page the next one after the last item seen. */
export async function allOf<Item>(
  size: number,
  page: (after: Item | undefined) => Promise<readonly Item[]>,
): Promise<Item[]> {
  const items: Item[] = [];
  for (;;) {
    const next = await page(items.at(-1));
    items.push(...next);
    if (next.length < size) return items;
  }
}
