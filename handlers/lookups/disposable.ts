import { disposableEmailBlocklistSet } from 'disposable-email-domains-js';

const DOMAINS = disposableEmailBlocklistSet();

/**
 * Whether the domain is one of mailboxes that are thrown away. A file of its own beside the handler: loaded, and deployed,
 * only where the company's file switches it on.
 */
export function disposable(domain: string): boolean {
  return DOMAINS.has(domain);
}
