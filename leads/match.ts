import type { CrmRecord } from './record';
import { samePhone, type Phone } from './contact/identity';

/** Who is looked for. */
export interface Person {
  email?: string;
  phone?: Phone;
  /** ISO 3166-1 alpha-2, how national numbers stored in the CRM are read. */
  country?: string;
}

export interface Match {
  best?: CrmRecord;
  /** The other records that match as well, best first: named to the agent and in the log. */
  others: CrmRecord[];
}

/**
 * Chooses among a search's hits: those that really carry the e-mail or the number, e-mail before phone, customers
 * before leads, open before closed, newest activity first, then the lower id, so that two runs choose alike.
 * @example
 * for tom@example.com and +14155552671 (US), of these hits:
 * 1  phone (415) 555-2671, active today          → others
 * 2  Tom@Example.com, a lead, active last year   → others
 * 3  tom@example.com, a customer                 → best
 * 4  phone +49 4155 552671                       → none: a number of another country
 */
export function matchRecords(person: Person, hits: readonly CrmRecord[]): Match {
  const ranked = hits
    .map((record) => ({ record, rank: rankOf(person, record) }))
    .filter(({ rank }) => rank !== undefined)
    .sort(
      (a, b) =>
        a.rank! - b.rank! ||
        Number(b.record.customer ?? false) - Number(a.record.customer ?? false) ||
        Number(b.record.open) - Number(a.record.open) ||
        b.record.activeAt - a.record.activeAt ||
        a.record.ref.id.localeCompare(b.record.ref.id, 'en', { numeric: true }),
    )
    .map(({ record }) => record);
  return { best: ranked[0], others: ranked.slice(1) };
}

function rankOf({ email, phone, country }: Person, record: CrmRecord): number | undefined {
  const emails = [...record.emails, ...(record.former?.emails ?? [])];
  const phones = [...record.phones, ...(record.former?.phones ?? [])];
  if (email && emails.some((stored) => stored.toLowerCase() === email)) return 0;
  if (phone && phones.some((stored) => samePhone(phone, stored, country))) return 1;
  return undefined;
}
