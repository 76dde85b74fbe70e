import { parsePhoneNumberFromString, isSupportedCountry } from 'libphonenumber-js/min';
import { normalizeEmail } from './identity';

/** Whoever leaves a way to be reached leaves it early; what comes later is not looked at. */
const MAX_LOOKED_AT = 10_000;
/** Numbers are tried one by one; a text full of them is no request to be called. */
const MOST_TRIED = 20;

/** What stands around an address in a sentence. */
const EDGES = /^[<("'«“„[]+|[>)"'»”“\].,;:!?]+$/gu;
/** A digit, or `+` or `(` before one, and all digits and what is written between them after it. */
const DIGITS = /(?:\+|\()?\d[\d ()./\u00a0-]{5,30}/gu;

/** A word that announces a phone number, at the end of what stands before it. */
const PHONE_WORD =
  /(?:phone|mobile|cell|tel|call(?: me)?(?: at| on)?|whats ?app|viber|telefono?|t[eé]l|handy|телефон\p{L}*|тел|моб\p{L}*|звон\p{L}*|позвон\p{L}*|номер телефона|ватсап|вайбер)[\s.:#№-]*$/iu;
/** A word that announces another kind of number. */
const OTHER_WORD =
  /(?:order|invoice|ticket|account|article|art|item|sku|code|id|nr|no|number|ref\p{L}*|inn|iban|card|заказ\p{L}*|сч[её]т\p{L}*|артикул\p{L}*|код\p{L}*|карт\p{L}*|инн|договор\p{L}*|накладн\p{L}*|номер)[\s.:#№-]*$|[#№$€£₽\p{L}\d_=/]$/iu;
/** Dates, addresses of computers, and amounts with their thousands apart. */
const NO_PHONE =
  /^(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,3}(?:\.\d{1,3}){3}|\d{1,3}(?: \d{3})+)(?:$|\D)/u;
/** Longest look back for such a word. */
const WORD_REACH = 24;

export interface ContactInText {
  email?: string;
  phone?: string;
}

/**
 * A way to reach the person who wrote the text, where they left one in it. Rather none than a wrong one: a number counts
 * when it has its country code, is announced as a phone, or is a valid number of the visitor's country written like one.
 * Looks at the first 10,000 characters, in linear time.
 * @param country ISO 3166-1 alpha-2 of the visitor.
 */
export function contactInText(text: string, country?: string): ContactInText {
  const looked = text.slice(0, MAX_LOOKED_AT);
  return { email: emailIn(looked), phone: phoneIn(looked, country) };
}

function emailIn(text: string): string | undefined {
  const words = text.split(/[\s,;|<>()]+/u).filter((word) => word.includes('@'));
  for (const word of words.slice(0, MOST_TRIED)) {
    const email = word.length <= 400 ? normalizeEmail(word.replace(EDGES, '')) : undefined;
    if (email) return email;
  }
  return undefined;
}

function phoneIn(text: string, country: string | undefined): string | undefined {
  let tried = 0;
  for (const { 0: run, index } of text.matchAll(DIGITS)) {
    if (++tried > MOST_TRIED) return undefined;
    const before = text.slice(Math.max(0, index - WORD_REACH), index);
    const number = run.replace(/\D+$/u, '');
    const phone = readRun(number, before, text[index + number.length], country);
    if (phone) return phone;
  }
  return undefined;
}

function readRun(
  run: string,
  before: string,
  next: string | undefined,
  country: string | undefined,
): string | undefined {
  const digits = run.replace(/\D/gu, '');
  // ITU-T E.164: at most 15; more, or a letter at its end, is another kind of number.
  if (digits.length < 7 || digits.length > 15 || (next !== undefined && /[\p{L}\d_@%]/u.test(next)))
    return undefined;
  if (run.startsWith('+')) return isValid(run) ? run : undefined;
  if (PHONE_WORD.test(before)) return announced(run, digits, country);
  if (OTHER_WORD.test(before) || NO_PHONE.test(run)) return undefined;
  const writtenLikeOne = (run.match(/[ ()./\u00a0-]+/gu) ?? []).length >= 2;
  return writtenLikeOne && isValid(run, country) ? run : undefined;
}

/** Said to be a phone number: taken unless it cannot be one of the visitor's country. */
function announced(run: string, digits: string, country: string | undefined): string | undefined {
  if (isValid(run, country) || (digits.length > 10 && isValid(`+${digits}`))) return run;
  return country && isSupportedCountry(country) ? undefined : run;
}

function isValid(text: string, country?: string): boolean {
  const known = country && isSupportedCountry(country) ? country : undefined;
  if (!text.startsWith('+') && !known) return false;
  return parsePhoneNumberFromString(text, known)?.isValid() ?? false;
}
