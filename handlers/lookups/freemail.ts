import domains from 'email-providers/all.json';

const DOMAINS: ReadonlySet<string> = new Set(domains);

/**
 * Whether everybody can have a mailbox of the domain: it tells nothing of where somebody works. A file of its own beside the
 * handler: loaded by the worker where a record is to be tied to a company, before a reply only with COMPANY_FROM_EMAIL=fill.
 */
export function freeMail(domain: string): boolean {
  return DOMAINS.has(domain);
}
