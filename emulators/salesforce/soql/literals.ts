import type { SalesforceError } from '../http/errors';

/** Salesforce docs: Quoted String Escape Sequences. Letters may be capitals too. */
const ESCAPES: Record<string, string> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  '"': '"',
  "'": "'",
  '\\': '\\',
};

/** One character of a decoded literal; a wildcard only in LIKE, and only unescaped. */
interface Character {
  character: string;
  wildcard: boolean;
}

/**
 * The text a string literal stands for.
 * @throws what `illegal` makes for a backslash that starts no escape sequence.
 */
export function decodeString(raw: string, illegal: (sequence: string) => SalesforceError): string {
  return decode(raw, false, illegal)
    .map(({ character }) => character)
    .join('');
}

/** The expression a LIKE pattern stands for: `%` any text, `_` one character, both literal after a backslash. */
export function decodePattern(
  raw: string,
  caseSensitive: boolean,
  illegal: (sequence: string) => SalesforceError,
): RegExp {
  const source = decode(raw, true, illegal)
    .map(({ character, wildcard }) => {
      if (!wildcard) return escapeExpression(character);
      return character === '%' ? '[^]*' : '[^]';
    })
    .join('');
  return new RegExp(`^${source}$`, caseSensitive ? 'u' : 'iu');
}

function decode(raw: string, like: boolean, illegal: (sequence: string) => SalesforceError): Character[] {
  const characters: Character[] = [];
  const all = [...raw];
  for (let at = 0; at < all.length; at++) {
    const character = all[at] ?? '';
    if (character !== '\\') {
      characters.push({ character, wildcard: like && (character === '%' || character === '_') });
      continue;
    }
    const next = all[++at] ?? '';
    const meant =
      ESCAPES[next] ?? ESCAPES[next.toLowerCase()] ?? (like && /[_%]/.test(next) ? next : undefined);
    if (meant === undefined) throw illegal(`\\${next}`);
    characters.push({ character: meant, wildcard: false });
  }
  return characters;
}

function escapeExpression(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
