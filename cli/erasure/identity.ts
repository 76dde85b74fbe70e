import { normalizeEmail, normalizePhone, type Phone } from '../../leads/contact/identity';
import { UsageError } from '../errors';

/** By what a person is found; together they name one person. */
export interface Identity {
  email?: string;
  phone?: Phone & { e164: string };
  /** `channel:number`, or the number alone. */
  visitor?: string;
}

/** @throws UsageError when nothing is given, or it cannot be read. */
export function readIdentity(given: { email?: string; phone?: string; visitor?: string }): Identity {
  const email = normalizeEmail(given.email);
  if (given.email !== undefined && !email) throw new UsageError('erase: --email is no e-mail address');
  const phone = normalizePhone(given.phone);
  if (given.phone !== undefined && !phone?.e164) {
    throw new UsageError('erase: --phone must be a whole number with its country code, as +14155552671');
  }
  const visitor = given.visitor?.trim() || undefined;
  if (!email && !phone && !visitor)
    throw new UsageError('erase: say who, with --email, --phone or --visitor');
  return { email, visitor, ...(phone?.e164 && { phone: { ...phone, e164: phone.e164 } }) };
}

/** @param visitorKey `channel:number`. */
export function isVisitor({ visitor }: Identity, visitorKey: string | undefined): boolean {
  if (visitor === undefined || visitorKey === undefined) return false;
  return visitorKey === visitor || visitorKey.slice(visitorKey.indexOf(':') + 1) === visitor;
}
