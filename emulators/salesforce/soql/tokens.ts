import type { Complaint } from './syntax';

export interface Token {
  kind: 'word' | 'string' | 'number' | 'date' | 'datetime' | 'symbol' | 'end';
  /** For strings what stands between the quotes, still escaped. */
  text: string;
  at: number;
}

const PATTERNS: [Token['kind'] | 'space', RegExp][] = [
  ['space', /\s+/y],
  ['datetime', /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)/y],
  ['date', /\d{4}-\d\d-\d\d(?![\dT])/y],
  ['number', /[+-]?\d+(?:\.\d+)?(?![\w.])/y],
  ['word', /[A-Za-z]\w*(?:\.[A-Za-z]\w*)*(?::\d+)?/y],
  ['symbol', /<=|>=|<>|!=|[=<>(),]/y],
];

/** Takes query text apart. @throws SalesforceError for a string without end and for characters SOQL has no use for. */
export function tokenize(text: string, complain: Complaint): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === "'") {
      const end = endOfString(text, at);
      if (end < 0) throw complain("mismatched character '<EOF>' expecting '''", text.length);
      tokens.push({ kind: 'string', text: text.slice(at + 1, end), at });
      at = end + 1;
      continue;
    }
    const hit = match(text, at);
    if (!hit) throw complain(`unexpected token: '${text[at]}'`, at);
    if (hit.kind !== 'space') tokens.push({ kind: hit.kind, text: hit.text, at });
    at += hit.text.length;
  }
  tokens.push({ kind: 'end', text: '<EOF>', at });
  return tokens;
}

function match(text: string, at: number) {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) return { kind, text: found[0] };
  }
  return undefined;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === "'") return at;
  }
  return -1;
}
