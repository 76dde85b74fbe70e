/**
 * Works on the items in order, several at once.
 * @param width asked before each start, so that it may change on the way; with 0 nothing more is begun.
 * @throws what the first failing work threw, when the others have ended.
 */
export async function inParallel<T>(
  items: readonly T[],
  { width, work }: { width: () => number; work: (item: T) => Promise<void> },
): Promise<void> {
  const running = new Set<Promise<void>>();
  let next = 0;
  for (;;) {
    while (next < items.length && running.size < width()) {
      const item = work(items[next++]!).finally(() => running.delete(item));
      running.add(item);
    }
    if (running.size === 0) return;
    try {
      await Promise.race(running);
    } catch (error) {
      await Promise.allSettled(running);
      throw error;
    }
  }
}
