import type { CrmRecord } from '../record';

/** Providers whose mailboxes have an ending for each country; lists of domains never know them all. */
const PROVIDERS = [
  'yahoo',
  'hotmail',
  'outlook',
  'live',
  'gmx',
  'msn',
  'aol',
  'yandex',
  'icloud',
  'googlemail',
  'ymail',
];

/**
 * The company a person's e-mail tells of, by its domain; undefined for mailboxes that everybody can have.
 * @param isFreeMail whether everybody can have a mailbox of the domain.
 */
export function companyOfEmail(
  email: string | undefined,
  isFreeMail: (domain: string) => boolean,
): string | undefined {
  const domain = email?.slice(email.lastIndexOf('@') + 1);
  if (!domain || isFreeMail(domain) || PROVIDERS.includes(domain.slice(0, domain.indexOf('.'))))
    return undefined;
  return domain;
}

/** Whose mailboxes most visitors have who are no company's: for them no list is loaded. */
const USUAL = [
  'gmail.com',
  'mail.ru',
  'bk.ru',
  'inbox.ru',
  'list.ru',
  'ya.ru',
  'proton.me',
  'web.de',
  't-online.de',
  'uol.com.br',
  'bol.com.br',
  'terra.com.br',
  'orange.fr',
  'free.fr',
  'libero.it',
  'qq.com',
  '163.com',
];

/** The domain of an e-mail that may be a company's, without the long list of free mailboxes: whoever acts on it asks that one. */
export function businessDomain(email: string | undefined): string | undefined {
  return companyOfEmail(email, (domain) => USUAL.includes(domain))?.toLowerCase();
}

/** By what a company of the CRM's may be known: what the record says of it, and the domain of a business e-mail. */
export interface CompanyHint {
  name?: string;
  domain?: string;
}

/**
 * What a record tells of the company its person works for; undefined for nothing.
 * @param isFreeMail whether everybody can have a mailbox of the domain; none: no e-mail tells of a company.
 */
export function companyHint(
  { company, emails }: Pick<CrmRecord, 'company' | 'emails'>,
  isFreeMail: ((domain: string) => boolean) | undefined,
): CompanyHint | undefined {
  const domains = isFreeMail ? emails.flatMap((email) => companyOfEmail(email, isFreeMail) ?? []) : [];
  const domain = domains[0]?.toLowerCase();
  const name = company?.trim();
  // A domain that stands in for the name is no name.
  const isName = Boolean(name) && name?.toLowerCase() !== domain;
  if (!isName && !domain) return undefined;
  return { ...(isName && { name }), ...(domain && { domain }) };
}
