import type { LinkWords } from '../../../text/languages/words';
import type { LinkReading } from '../../connector';
import { readLink } from '../../shared/record-link';
import type { Account } from '../api/seen-account';
import { CONTACT } from './record';

/** HubSpot's number for the object "contact" in record links. */
const CONTACT_TYPE = '0-1';
/** app.hubspot.com and its regional forms such as app-eu1.hubspot.com. */
const HOST = /^app(-[a-z0-9]+)?\.hubspot\.com$/i;
/** `/contacts/{portal}/record/{object type}/{id}`, before 2023 `/contacts/{portal}/contact/{id}`; tabs may follow. */
const PATH = /^\/contacts\/(?<portal>\d+)\/(?:record\/(?<type>\d+-\d+)|(?<named>[a-z]+))\/(?<id>\d+)(?:\/|$)/;
const CRM = 'HubSpot';

export function contactUrl({ uiDomain, portalId }: Account, contactId: string): string {
  return `https://${uiDomain}/contacts/${portalId}/record/${CONTACT_TYPE}/${contactId}`;
}

/**
 * Reads the link of a contact in every form HubSpot shows one:
 * `/contacts/{portal}/record/0-1/{id}`, the older `/contacts/{portal}/contact/{id}`, on any regional host.
 * @param account undefined when the account is not known: then the number in the link is not compared.
 * @param words in which the agent is told what is wrong with it.
 */
export function readContactLink(text: string, account: Account | undefined, words: LinkWords): LinkReading {
  return readLink(text, words, {
    crm: CRM,
    own: account?.portalId,
    read({ hostname, pathname }) {
      if (!HOST.test(hostname)) return undefined;
      const { portal, type, named, id } = PATH.exec(pathname)?.groups ?? {};
      if (!id) return { record: words.noRecord(CRM) };
      const isContact = type === CONTACT_TYPE || named === CONTACT;
      return { account: portal, record: isContact ? { type: CONTACT, id } : words.otherKind() };
    },
  });
}
