import type { LinkWords } from '../../../text/languages/words';
import type { LinkReading } from '../../connector';
import { readLink } from '../../shared/record-link';
import type { RecordRef } from '../../../leads/record';
import { objectOf, readId } from '../api/ids';
import { isPersonType } from './fields';

const CRM = 'Salesforce';
/** acme.my.salesforce.com, acme--dev.sandbox.my.salesforce.com (Salesforce help: My Domain URL Formats). */
const MY_DOMAIN = /^(?<name>[^.]+)(?<kind>(?:\.[a-z0-9-]+)?)\.my\.salesforce\.com$/i;
const LIGHTNING = /^(?<name>[^.]+)(?:\.[a-z0-9-]+)?\.lightning\.force\.com$/i;
/** na12.salesforce.com, login.salesforce.com: the address does not tell the org. */
const SHARED = /^[a-z0-9-]+\.salesforce\.com$/i;

/** Under Lightning where the org has a My Domain; else the short form, which leads to whatever the user works with. */
export function recordUrl(instanceUrl: string, { type, id }: RecordRef): string {
  const { hostname, origin } = new URL(instanceUrl);
  const { name, kind } = MY_DOMAIN.exec(hostname)?.groups ?? {};
  if (!name) return `${origin}/${id}`;
  return `https://${name}${kind}.lightning.force.com/lightning/r/${type}/${id}/view`;
}

/**
 * Reads the link of a lead or contact in every form Salesforce shows one: Lightning with and without the object's name,
 * its older `one.app#/sObject/…`, classic with 15 or 18 characters, on any host of this org.
 * @param instanceUrl of the org we are signed in to.
 * @param words in which the agent is told what is wrong with it.
 */
export function readRecordLink(text: string, instanceUrl: string, words: LinkWords): LinkReading {
  const own = new URL(instanceUrl);
  return readLink(text, words, {
    crm: CRM,
    own: own.hostname,
    read(url) {
      if (!isSalesforce(url, own)) return undefined;
      const account = isOrg(url, own) ? undefined : url.hostname;
      const written = idIn(url);
      if (!written) return { account, record: words.noRecord(CRM) };
      const id = readId(written);
      if (!id) return { account, record: words.damaged };
      const type = objectOf(id);
      return { account, record: type && isPersonType(type) ? { type, id } : words.otherKind(type) };
    },
  });
}

function isSalesforce({ host, hostname }: URL, own: URL): boolean {
  return host === own.host || MY_DOMAIN.test(hostname) || LIGHTNING.test(hostname) || SHARED.test(hostname);
}

function isOrg({ host, hostname }: URL, own: URL): boolean {
  if (host === own.host || SHARED.test(hostname)) return true;
  return domainOf(hostname) !== undefined && domainOf(hostname) === domainOf(own.hostname);
}

/** The org's own name; a sandbox has `--` and its name behind it. */
function domainOf(hostname: string): string | undefined {
  const { name } = MY_DOMAIN.exec(hostname)?.groups ?? LIGHTNING.exec(hostname)?.groups ?? {};
  return name?.toLowerCase();
}

/** An id is 15 or 18 letters and digits; one that lost characters on the way is told apart from none. */
const ID = '(?<id>[A-Za-z0-9]{15,18})';
const PATHS = [new RegExp(`^/lightning/r/(?:[A-Za-z]\\w*/)?${ID}(?:/|$)`), new RegExp(`^/${ID}(?:/|$)`)];
const FRAGMENT = new RegExp(`^#/sObject/${ID}(?:/|$)`);

function idIn({ pathname, hash }: URL): string | undefined {
  for (const form of PATHS) {
    const id = form.exec(pathname)?.groups?.id;
    if (id) return id;
  }
  return /^\/one\/one\.app\/?$/.test(pathname) ? FRAGMENT.exec(hash)?.groups?.id : undefined;
}
