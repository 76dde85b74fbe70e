export type Item = Record<string, unknown>;

interface Change {
  /** Epoch milliseconds. */
  at: number;
  key: string;
  /** What the item became; undefined: deleted. */
  item?: Item;
}

/** Every change of a table's items: what DynamoDB keeps for point-in-time recovery. */
export class Journal {
  readonly #changes: Change[] = [];

  add(change: Change): void {
    this.#changes.push(change);
  }

  /** The items as they were at a moment. @param at epoch milliseconds. */
  itemsAt(at: number): Item[] {
    const items = new Map<string, Item>();
    for (const change of this.#changes) {
      if (change.at > at) break;
      if (change.item) items.set(change.key, change.item);
      else items.delete(change.key);
    }
    return [...items.values()];
  }
}

/** An item's key as text. */
export function keyText(keyNames: readonly string[], item: Item): string {
  return JSON.stringify(keyNames.map((name) => item[name]));
}
