/** Letters put in, left out, exchanged or swapped with the next one: optimal string alignment. */
export function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const differ = a[i - 1] === b[j - 1] ? 0 : 1;
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + differ);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) next[j] = Math.min(next[j]!, before[j - 2]! + 1);
    }
    [before, row] = [row, next];
  }
  return row[b.length]!;
}

/** More of a name than this part is another name. */
const ALIKE = 0.45;
/** No name of ours is longer; the time grows with the square of it. */
const MAX_LENGTH = 80;

/** The candidate somebody most probably meant; undefined when none is near. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const meant = name.slice(0, MAX_LENGTH).toLowerCase();
  let best: string | undefined;
  let slips = Infinity;
  for (const candidate of candidates) {
    const far = distance(meant, candidate.slice(0, MAX_LENGTH).toLowerCase());
    if (far < slips) [best, slips] = [candidate, far];
  }
  return best !== undefined && slips <= Math.max(1, Math.max(meant.length, best.length) * ALIKE)
    ? best
    : undefined;
}

/** What a message about a name that nobody knows ends with; `otherwise` where no candidate is near. */
export function didYouMean(name: string, candidates: Iterable<string>, otherwise = ''): string {
  const near = nearest(name, candidates);
  return near === undefined ? otherwise : `; did you mean ${near}?`;
}
