const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHECK_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
/** Server id and reserved character, the same for all records of an org. */
const POD = 'gL0';

/**
 * The 18-character form of a 15-character id: for each five characters one more, whose bits say which of them are
 * capitals (Salesforce docs: ID Field Type).
 */
export function to18(id15: string): string {
  const checks = [0, 5, 10].map((start) => {
    const bits = [...id15.slice(start, start + 5)].map((c) => (c >= 'A' && c <= 'Z' ? 1 : 0));
    return CHECK_CHARACTERS[bits.reduce<number>((sum, bit, at) => sum + (bit << at), 0)];
  });
  return id15 + checks.join('');
}

/**
 * The 18-character id that was written; undefined for what is no id. Fifteen characters are read as they stand, in
 * eighteen the last three repair the case of the others, which is what they are for.
 */
export function readId(written: string): string | undefined {
  if (/^[A-Za-z0-9]{15}$/.test(written)) return to18(written);
  if (!/^[A-Za-z0-9]{15}[A-Za-z0-5]{3}$/.test(written)) return undefined;
  const checks = [...written.slice(15).toUpperCase()].map((c) => CHECK_CHARACTERS.indexOf(c));
  const repaired = [...written.slice(0, 15)].map((c, at) => {
    const capital = ((checks[Math.floor(at / 5)] ?? 0) >> (at % 5)) & 1;
    return capital ? c.toUpperCase() : c.toLowerCase();
  });
  const id = to18(repaired.join(''));
  return id.slice(15) === written.slice(15).toUpperCase() ? id : undefined;
}

/** The n-th id with a key prefix. Spread out, so that ids differ in more than their last character. */
export function makeId(prefix: string, n: number): string {
  let rest = 1_000_003_571 + n * 104_729;
  let digits = '';
  while (rest > 0) {
    digits = DIGITS[rest % 62] + digits;
    rest = Math.floor(rest / 62);
  }
  return to18(prefix + POD + digits.padStart(9, '0'));
}
