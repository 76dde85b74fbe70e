import type { LinkReading } from '../../connector';
import type { Account } from '../api/seen-account';
import { CONTACT } from './record';

/** HubSpot's number for the object "contact" in record links. */
const CONTACT_TYPE = '0-1';
/** app.hubspot.com and its regional forms such as app-eu1.hubspot.com. */
const HOST = /^app(-[a-z0-9]+)?\.hubspot\.com$/i;
/** `/contacts/{portal}/record/{object type}/{id}`, before 2023 `/contacts/{portal}/contact/{id}`; tabs may follow. */
const PATH = /^\/contacts\/(?<portal>\d+)\/(?:record\/(?<type>\d+-\d+)|(?<named>[a-z]+))\/(?<id>\d+)(?:\/|$)/;
const EXAMPLE = 'Open the contact in HubSpot and copy the address from the browser.';

export function contactUrl({ uiDomain, portalId }: Account, contactId: string): string {
  return `https://${uiDomain}/contacts/${portalId}/record/${CONTACT_TYPE}/${contactId}`;
}

/**
 * Reads the link of a contact in every form HubSpot shows one:
 * `/contacts/{portal}/record/0-1/{id}`, the older `/contacts/{portal}/contact/{id}`, on any regional host.
 * @param account undefined when the account is not known: then the number in the link is not compared.
 */
export function readContactLink(text: string, account: Account | undefined): LinkReading {
  const link = text.trim();
  if (!URL.canParse(link)) return { ok: false, problem: `this is not a link. ${EXAMPLE}` };
  const url = new URL(link);
  if (!/^https?:$/.test(url.protocol) || !HOST.test(url.hostname)) {
    return { ok: false, problem: `this is not a link to HubSpot. ${EXAMPLE}` };
  }
  const match = PATH.exec(url.pathname);
  const { portal, type, named, id } = match?.groups ?? {};
  if (!portal || !id)
    return { ok: false, problem: `this HubSpot link does not lead to a contact. ${EXAMPLE}` };
  if (account && portal !== account.portalId) {
    return {
      ok: false,
      problem: `this link belongs to another HubSpot account (${portal}, not ${account.portalId})`,
    };
  }
  if (type !== CONTACT_TYPE && named !== 'contact') {
    return { ok: false, problem: `this link leads to another kind of record, not to a contact. ${EXAMPLE}` };
  }
  return { ok: true, ref: { type: CONTACT, id } };
}
