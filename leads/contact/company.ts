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
