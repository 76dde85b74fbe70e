/** Longer than any name or address somebody writes a rule for. */
const MAX_LENGTH = 2_000;

/**
 * Whether a text is like a pattern in which `*` stands for anything; case does not count. In linear time: each part is looked
 * for once, from the left.
 */
export function isLike(text: string, pattern: string): boolean {
  const looked = text.slice(0, MAX_LENGTH).toLowerCase();
  const parts = pattern.toLowerCase().split('*');
  const [head = ''] = parts;
  if (parts.length === 1) return looked === head;
  const tail = parts.at(-1)!;
  if (!looked.startsWith(head) || looked.length < head.length + tail.length || !looked.endsWith(tail))
    return false;
  let at = head.length;
  const end = looked.length - tail.length;
  for (const part of parts.slice(1, -1)) {
    const found = looked.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

/** Whether a text holds the word or phrase as a whole: `rice` is not in `price`. Case does not count. */
export function holdsWord(text: string, word: string): boolean {
  const looked = text.toLowerCase();
  const wanted = word.toLowerCase();
  for (let at = looked.indexOf(wanted); at >= 0; at = looked.indexOf(wanted, at + 1)) {
    const before = looked.slice(Math.max(0, at - 2), at);
    const after = looked.slice(at + wanted.length, at + wanted.length + 2);
    if (!/[\p{L}\p{N}]$/u.test(before) && !/^[\p{L}\p{N}]/u.test(after)) return true;
  }
  return false;
}
