import { parsePhoneNumberFromString, isSupportedCountry } from 'libphonenumber-js/min';

/** A phone number as the visitor typed it and, when it can be read without guessing, as E.164. */
export interface Phone {
  raw: string;
  /** `+` and at most 15 digits (ITU-T E.164). Absent: a national number of an unknown country. */
  e164?: string;
  /** The significant number without country code, digits only. */
  national: string;
}

/** Fewer digits than this are no phone number: the shortest national numbers in use have five. */
const MIN_PHONE_DIGITS = 5;
/** The longest number has 15 digits (ITU-T E.164); an extension and what is written between them come on top. */
const MAX_PHONE_LENGTH = 50;
/** RFC 5321 section 4.5.3.1: 64 for the local part, 255 for the domain. */
const MAX_EMAIL_LENGTH = 320;
const EMAIL = /^[^\s@<>()[\],;:\\"]+@[^\s@<>()[\],;:\\"]+\.[^\s@<>()[\],;:\\".]{2,}$/u;

/**
 * The address in the form used for comparing: no `mailto:`, no angle brackets, lower case.
 * Undefined when it is no address a CRM could take.
 */
export function normalizeEmail(text: string | undefined | null): string | undefined {
  const bare = text
    ?.trim()
    .replace(/^mailto:/i, '')
    .replace(/^<|>$/g, '')
    .toLowerCase();
  if (!bare || bare.length > MAX_EMAIL_LENGTH || !EMAIL.test(bare) || bare.includes('..')) return undefined;
  return bare;
}

/**
 * Reads a phone number.
 * @param country ISO 3166-1 alpha-2 of the visitor (from geoip): how a number without country code is read.
 * @returns undefined when the text holds no phone number at all.
 */
export function normalizePhone(text: string | undefined | null, country?: string): Phone | undefined {
  const raw = text?.trim();
  if (!raw || raw.length > MAX_PHONE_LENGTH) return undefined;
  const digits = raw.replace(/\D/g, '');
  if (digits.length < MIN_PHONE_DIGITS) return undefined;
  const parsed = parse(raw, country) ?? parse(`+${digits}`, undefined, digits.length > 10);
  if (parsed) return { raw, e164: parsed.number, national: parsed.nationalNumber };
  return { raw, national: digits };
}

function parse(text: string, country: string | undefined, worthTrying = true) {
  if (!worthTrying) return undefined;
  const defaultCountry = country && isSupportedCountry(country) ? country : undefined;
  const number = parsePhoneNumberFromString(text, defaultCountry);
  return number?.isPossible() ? number : undefined;
}

/**
 * Whether a number stored in the CRM is the visitor's. CRMs search without the country code, so hits are
 * compared in full here: a stored number that names another country is another number.
 */
export function samePhone(visitor: Phone, stored: string | undefined | null, country?: string): boolean {
  const other = normalizePhone(stored, country);
  if (!other) return false;
  if (visitor.e164 && other.e164) return visitor.e164 === other.e164;
  return visitor.national === other.national;
}
