const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

/** Direction controls, and the blocks of the scripts written from right to left. */
const DIRECTED =
  /[\p{Bidi_Control}\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

const ISOLATES = /[\u2066-\u2069]/g;

/**
 * Plain text whose direction cannot reach the text around it: a visitor must not turn an agent's words around.
 * Text without right-to-left letters or direction controls stays as it is.
 * @param line one line: by the Unicode Bidirectional Algorithm (UAX #9) an isolate ends with its line.
 */
export function isolate(line: string): string {
  if (!DIRECTED.test(line)) return line;
  const { open, stray } = unbalanced(line);
  return FIRST_STRONG_ISOLATE.repeat(stray + 1) + line + POP_ISOLATE.repeat(open + 1);
}

/** The line's own isolates that it never closes, and its closing marks that would close ours. */
function unbalanced(line: string): { open: number; stray: number } {
  let open = 0;
  let stray = 0;
  for (const [mark] of line.matchAll(ISOLATES)) {
    if (mark !== POP_ISOLATE) open += 1;
    else if (open > 0) open -= 1;
    else stray += 1;
  }
  return { open, stray };
}
