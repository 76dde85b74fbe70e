import { normalizeEmail, normalizePhone, type Phone } from '../contact/identity';
import type { Lead } from '../lead';
import { evaluate } from '../vocabulary/expression';
import type { Values } from '../vocabulary/values';
import type { MatchKey } from './rule';

/** Something by which a visitor can be known to the CRM. `site`: the site says so, not the visitor. */
export type PersonKey =
  | { readonly by: 'email'; readonly email: string; readonly site: boolean }
  | { readonly by: 'phone'; readonly phone: Phone; readonly site: boolean }
  | { readonly by: 'field'; readonly field: string; readonly value: string; readonly site: true }
  | { readonly by: 'link'; readonly link: string; readonly site: true };

/** E-mail before phone, as without a file. */
const USUAL: readonly MatchKey[] = [{ by: 'email' }, { by: 'phone' }];
/** No field that identifies somebody holds more. */
const MAX_VALUE = 255;

/** The keys the event has a value for, in the order of the company's file; what comes twice counts where it comes first. */
export function personKeys(match: readonly MatchKey[] = USUAL, lead: Lead, values: Values): PersonKey[] {
  const keys = match.flatMap((key) => keyOf(key, lead, values) ?? []);
  return keys.filter((key, index) => keys.findIndex((other) => isSameKey(other, key)) === index);
}

function keyOf(key: MatchKey, lead: Lead, values: Values): PersonKey | undefined {
  const site = key.from !== undefined;
  const text = key.from && evaluate(key.from, values)?.trim();
  switch (key.by) {
    case 'email': {
      const email = site ? normalizeEmail(text) : lead.email;
      return email === undefined ? undefined : { by: 'email', email, site };
    }
    case 'phone': {
      const phone = site ? normalizePhone(text, lead.visit.geo?.countryCode) : lead.phone;
      return phone && { by: 'phone', phone, site };
    }
    case 'field':
      if (!text || text.length > MAX_VALUE) return undefined;
      return { by: 'field', field: key.field, value: text, site: true };
    case 'link':
      return text ? { by: 'link', link: text, site: true } : undefined;
  }
}

/** Whether both say the same, whoever says it. */
export function isSameKey(a: PersonKey, b: PersonKey): boolean {
  return nameOf(a) === nameOf(b);
}

function nameOf(key: PersonKey): string {
  switch (key.by) {
    case 'email':
      return `email ${key.email}`;
    case 'phone':
      return `phone ${key.phone.e164 ?? key.phone.raw}`;
    case 'field':
      return `field ${key.field.toLowerCase()} ${key.value}`;
    case 'link':
      return `link ${key.link}`;
  }
}

/** The lead with an address and a number of the site's, where the visitor gave none. */
export function withSiteContact(lead: Lead, keys: readonly PersonKey[]): Lead {
  const email = lead.email ?? keys.find((key) => key.by === 'email')?.email;
  const phone = lead.phone ?? keys.find((key) => key.by === 'phone')?.phone;
  if (email === lead.email && phone === lead.phone) return lead;
  return { ...lead, email, phone, identified: true };
}
