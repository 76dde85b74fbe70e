import { apiError, notEmulated } from '../http/errors';

/** What FIND looks for: words that stand side by side, combined by AND, OR and AND NOT. */
export type Term =
  { kind: 'phrase'; words: string[] } | { kind: 'and' | 'or'; parts: Term[] } | { kind: 'not'; part: Term };

/** Salesforce docs: FIND {SearchQuery}, Reserved Characters; `*?()"` have a use of their own. */
const RESERVED = "&|!{}[]^~:\\'+-";

export function malformedSearch(message: string) {
  return apiError(400, 'MALFORMED_SEARCH', message);
}

interface Piece {
  /** A phrase, an operator or a parenthesis. */
  kind: 'text' | 'AND' | 'OR' | 'NOT' | '(' | ')';
  text: string;
}

/**
 * Reads what stands between the braces of FIND.
 * @throws SalesforceError for reserved characters without a backslash, a wildcard in front, a single character.
 */
export function parseTerm(source: string): Term {
  const pieces = takeApart(source);
  if (pieces.length === 0)
    throw malformedSearch('No search term found. The search term must be enclosed in braces.');
  let next = 0;
  const alternatives = (): Term => {
    const parts = [conjunction()];
    while (pieces[next]?.kind === 'OR') parts.push((next++, conjunction()));
    return parts.length === 1 ? parts[0]! : { kind: 'or', parts };
  };
  const conjunction = (): Term => {
    const parts = [single()];
    while (pieces[next] && /^(AND|text|\()$/.test(pieces[next]!.kind)) {
      if (pieces[next]?.kind === 'AND') next++;
      const negated = pieces[next]?.kind === 'NOT';
      if (negated) next++;
      parts.push(negated ? { kind: 'not', part: single() } : single());
    }
    return parts.length === 1 ? parts[0]! : { kind: 'and', parts };
  };
  const single = (): Term => {
    const piece = pieces[next++];
    if (piece?.kind === '(') {
      const inner = alternatives();
      if (pieces[next++]?.kind !== ')') throw malformedSearch("expecting a right parentheses, found '<EOF>'");
      return inner;
    }
    if (piece?.kind !== 'text') throw malformedSearch(`unexpected token: ${piece?.text ?? '<EOF>'}`);
    return phrase(piece.text);
  };
  const term = alternatives();
  if (next < pieces.length) throw malformedSearch(`unexpected token: ${pieces[next]?.text}`);
  return term;
}

/** A search text without operators, as parameterizedSearch takes it. @throws SalesforceError */
export function plainTerm(text: string): Term {
  const parts = text.trim().split(/\s+/).filter(Boolean).map(phrase);
  if (parts.length === 0)
    throw malformedSearch('No search term found. The search term must be enclosed in braces.');
  return parts.length === 1 ? parts[0]! : { kind: 'and', parts };
}

/** Salesforce docs: search terms need two characters, and no wildcard in front. */
function phrase(text: string): Term {
  if (/^[*?]/.test(text))
    throw malformedSearch(`wildcards are not allowed at the beginning of a search term: ${text}`);
  if (text.includes('?')) throw notEmulated('the wildcard ? in SOSL');
  const words = wordsOf(text, true);
  if ([...text.replace(/\*/g, '')].length < 2 || words.length === 0) {
    throw apiError(400, 'INVALID_SEARCH', `search term must be longer than one character: ${text}`);
  }
  return { kind: 'phrase', words };
}

function takeApart(source: string): Piece[] {
  const pieces: Piece[] = [];
  let text = '';
  let quoted = false;
  const flush = () => {
    if (text !== '') pieces.push(/^(AND|OR|NOT)$/i.test(text) ? operator(text) : { kind: 'text', text });
    text = '';
  };
  for (let at = 0; at < source.length; at++) {
    const c = source[at] ?? '';
    if (c === '\\') {
      const escaped = source[++at] ?? '';
      if (escaped === '') throw malformedSearch('a backslash must precede a reserved character');
      text += /[*?]/.test(escaped) ? ' ' : escaped;
    } else if (c === '"') {
      if (quoted && text !== '') pieces.push({ kind: 'text', text });
      else flush();
      text = '';
      quoted = !quoted;
    } else if (quoted) text += c;
    else if (RESERVED.includes(c)) throw malformedSearch(`reserved character must be escaped: ${c}`);
    else if (c === '(' || c === ')') {
      flush();
      pieces.push({ kind: c, text: c });
    } else if (/\s/.test(c)) flush();
    else text += c;
  }
  if (quoted) throw malformedSearch('expecting a closing double quote');
  flush();
  return pieces;
}

function operator(text: string): Piece {
  return { kind: text.toUpperCase() as 'AND' | 'OR' | 'NOT', text };
}

/**
 * The words of a text as the index splits them: at spaces, punctuation and between letters and digits
 * (Salesforce docs: FIND {SearchQuery}).
 */
export function wordsOf(text: string, wildcards = false): string[] {
  const pattern = wildcards ? /(?:\p{L}|\p{M})+\*?|\p{N}+\*?/gu : /(?:\p{L}|\p{M})+|\p{N}+/gu;
  return text.toLowerCase().match(pattern) ?? [];
}

/** @param texts of the fields that are searched, each split into words. */
export function matches(term: Term, texts: string[][]): boolean {
  switch (term.kind) {
    case 'and':
      return term.parts.every((part) => matches(part, texts));
    case 'or':
      return term.parts.some((part) => matches(part, texts));
    case 'not':
      return !matches(term.part, texts);
    case 'phrase':
      return texts.some((words) =>
        words.some((_, start) => term.words.every((word, at) => isWord(word, words[start + at]))),
      );
  }
}

function isWord(wanted: string, word: string | undefined): boolean {
  return wanted.endsWith('*') ? (word?.startsWith(wanted.slice(0, -1)) ?? false) : word === wanted;
}
