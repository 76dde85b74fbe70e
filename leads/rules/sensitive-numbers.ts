import { CARD_MARK, IBAN_MARK, withLeaves, withoutMarks } from './number-marks';
import type { Masked } from './rule';

/** Digits in the groups people write a card in, with whatever digits stand before and after it: a date, a check number. */
const DIGIT_RUNS = /(?<!\d)\d(?:[\p{Zs}.\p{Pd}]?\d){12,60}/gu;
/** What people, forms and word processors put between the groups: blanks, dashes and dots of any kind. */
const SEPARATOR = /[\p{Zs}.\p{Pd}]/u;
const FEWEST_DIGITS = 13;
const MOST_DIGITS = 19;
/** ISO 13616: country, two check digits, 11 to 30 letters and digits; written in groups of four or at once. */
const IBANS = /(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[\p{Zs}-]?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])/gu;

/** First digits and lengths of the schemes (Wikipedia: Payment card number): other long numbers are no cards. */
const SCHEMES: readonly (readonly [first: RegExp, lengths: readonly number[]])[] = [
  [/^4/, [13, 16, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^(?:6011|64[4-9]|65)/, [16, 19]],
  [/^35/, [16]],
  [/^3(?:0[0-5]|[689])/, [14, 16]],
  [/^62/, [16, 17, 18, 19]],
  [/^220[0-4]/, [16, 19]],
  [/^(?:50|5[6-9]|6)/, [16, 18, 19]],
];

/** Makes payment card numbers and IBANs unreadable. Time grows linearly with the text. */
export function maskNumbers(text: string, what: readonly Masked[]): string {
  if (!hasDigits(text, FEWEST_OF_IBAN)) return text;
  let masked = text;
  if (what.includes('ibans')) masked = masked.replace(IBANS, (run) => maskIban(run));
  if (what.includes('cards')) {
    masked = masked.replace(DIGIT_RUNS, (run: string, at: number) => maskCards(run, masked[at - 1] === '+'));
  }
  return masked;
}

/** Groups that make a card together are masked. @param international the run begins with the number of a phone. */
function maskCards(run: string, international: boolean): string {
  const groups = run.split(/(?<=[\p{Zs}.\p{Pd}])/u);
  let text = '';
  for (let from = 0; from < groups.length;) {
    const to = international && from === 0 ? undefined : endOfCard(groups, from);
    if (to === undefined) text += groups[from++];
    else {
      const last = groups[to - 1]!.at(-1)!;
      const separator = SEPARATOR.test(last) ? last : '';
      text += CARD_MARK + separator;
      from = to;
    }
  }
  return text;
}

/** The index after the last group of the card that begins here; undefined when none does. */
function endOfCard(groups: readonly string[], from: number): number | undefined {
  let digits = '';
  for (let to = from; to < groups.length; to++) {
    digits += groups[to]!.replace(/\D/g, '');
    if (digits.length > MOST_DIGITS) return undefined;
    if (digits.length >= FEWEST_DIGITS && isCard(digits)) return to + 1;
  }
  return undefined;
}

/** No country's IBAN has fewer digits (SWIFT: IBAN registry); most texts have none, and a pattern is dear. */
const FEWEST_OF_IBAN = 8;

function hasDigits(text: string, count: number): boolean {
  if (text.length < FEWEST_DIGITS) return false;
  let found = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57 && ++found === count) return true;
  }
  return false;
}

/** The run may go on with the next words: the longest beginning of it that is an IBAN is masked. */
function maskIban(run: string): string {
  for (let end = run.length; end >= 15; end--) {
    const next = run[end];
    if (next !== undefined && !/[\p{Zs}-]/u.test(next)) continue;
    if (isIban(run.slice(0, end).replace(/[\p{Zs}-]/gu, ''))) return IBAN_MARK + run.slice(end);
  }
  return run;
}

/** A number of one of the schemes whose check digit is right (Luhn). */
export function isCard(digits: string): boolean {
  const scheme = SCHEMES.find(([first]) => first.test(digits));
  if (!scheme?.[1].includes(digits.length)) return false;
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    let digit = Number(digits[digits.length - 1 - at]);
    if (at % 2 === 1 && (digit *= 2) > 9) digit -= 9;
    sum += digit;
  }
  return sum % 10 === 0;
}

/** Whether the check digits are right (ISO 7064, MOD 97-10). */
export function isIban(text: string): boolean {
  const iban = text.toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** Members of an event that are no text of a person's: a masked id would be another chat. */
const NO_TEXT = new Set([
  'event_name',
  'chat_id',
  'client_id',
  'widget_id',
  'id',
  'agent_id',
  'offline_message_id',
  'number',
  'timestamp',
  'phone',
  'ip_addr',
  'user_agent',
]);

/**
 * The event with every card number and IBAN in it made unreadable, before anything of it is stored.
 * @returns the very same value where there was none.
 */
export function maskedBody(body: unknown, what: readonly Masked[]): unknown {
  return withLeaves(body, (leaf, name) => {
    if (name !== undefined && NO_TEXT.has(name)) return leaf;
    if (typeof leaf === 'string') return maskNumbers(withoutMarks(leaf), what);
    const text = typeof leaf === 'number' ? String(leaf) : '';
    return text.length >= FEWEST_DIGITS && maskNumbers(text, what) !== text ? CARD_MARK : leaf;
  });
}
