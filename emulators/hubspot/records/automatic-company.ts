export interface CompanyOptions {
  /**
   * The account's setting "Create and associate companies with contacts" (HubSpot help: by the domain of the contact's e-mail,
   * free mailboxes left out): off, to companies there are, or made where there is none.
   */
  automaticCompanies: 'off' | 'associate' | 'create';
}

/** HubSpot has a long list; enough of it to tell the two kinds apart. */
const FREE_MAIL = ['gmail.com', 'outlook.com', 'hotmail.com', 'yahoo.com', 'gmx.de', 'icloud.com'];

/** The domain by which the account ties a contact with this e-mail to a company; undefined where it does not. */
export function domainToTie(email: string | undefined, options: CompanyOptions): string | undefined {
  const domain = email?.slice(email.lastIndexOf('@') + 1);
  return options.automaticCompanies === 'off' || !domain || FREE_MAIL.includes(domain) ? undefined : domain;
}
