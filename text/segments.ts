import { httpLink } from './link';

/** A part of what somebody wrote: words, or an address that can be opened. */
export type Segment = { text: string } | { url: string; name?: string };

const ADDRESS = /https?:\/\/[^\s<>"«»“”]+/gi;
/** Ends a sentence rather than an address. */
const CLOSING = /[.,;:!?'’)\]}…]/;
/** The name of a file alone on its line, as it stands above the file's address. */
const FILE_NAME = /^[^/\\:?#]{1,200}\.[a-z0-9]{1,5}$/i;
const MAX_NAME = 210;

/** Parts a text into words and http or https addresses; a file's name and the address below it are one part. */
export function segmentsOf(text: string): Segment[] {
  if (!text.includes('://')) return [{ text }];
  const lines = text.split('\n');
  const segments: Segment[] = [];
  for (let at = 0; at < lines.length; at++) {
    if (at > 0) segments.push({ text: '\n' });
    const line = lines[at]!;
    const below = isFileName(line) ? httpLink(lines[at + 1]) : undefined;
    if (below === undefined) segments.push(...inLine(line));
    else {
      segments.push({ url: below, name: line.trim() });
      at++;
    }
  }
  return segments;
}

function isFileName(line: string): boolean {
  return line.length <= MAX_NAME && FILE_NAME.test(line.trim());
}

function inLine(line: string): Segment[] {
  const segments: Segment[] = [];
  let done = 0;
  for (const { 0: found, index } of line.matchAll(ADDRESS)) {
    const url = httpLink(withoutClosing(found));
    if (url === undefined) continue;
    if (index > done) segments.push({ text: line.slice(done, index) });
    segments.push({ url });
    done = index + url.length;
  }
  if (done < line.length) segments.push({ text: line.slice(done) });
  return segments;
}

/** A bracket at the end belongs to the address when it was opened within it. */
function withoutClosing(found: string): string {
  let end = found.length;
  let open = 0;
  for (const character of found) open += Number(character === '(') - Number(character === ')');
  while (end > 0 && CLOSING.test(found[end - 1]!) && !(found[end - 1] === ')' && open >= 0)) {
    if (found[end - 1] === ')') open++;
    end--;
  }
  return found.slice(0, end);
}
