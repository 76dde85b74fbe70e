import type { LinkWords } from '../../../text/languages/words';
import type { LinkReading } from '../../connector';
import { readLink, type FoundLink } from '../../shared/record-link';

const CRM = 'Pipedrive';
const HOST = /^([\w-]{1,63})\.pipedrive\.com$/i;
/** As the browser shows them; `s` and tabs may follow, and `/persons/list/…`, `/leads/inbox/…` of the side views. */
const PATHS: readonly (readonly [RegExp, string])[] = [
  [/^\/persons?\/(?:details\/)?(\d{1,15})(?:\/|$)/, 'person'],
  [/^\/deals?\/(\d{1,15})(?:\/|$)/, 'deal'],
  [/^\/leads\/(?:inbox|archived|details)\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/|$)/i, 'lead'],
];
const OTHER_KIND = /^\/(organization|product|project|activit)/;

export function personUrl(domain: string, id: string): string {
  return `https://${domain}.pipedrive.com/person/${id}`;
}

/** Reads the link of a person, deal or lead of the company. @param own domain of the company. */
export function readRecordLink(text: string, own: string, words: LinkWords): LinkReading {
  return readLink(text, words, { crm: CRM, own, read });

  function read({ hostname, pathname }: URL): FoundLink | undefined {
    const account = HOST.exec(hostname)?.[1]?.toLowerCase();
    // app.pipedrive.com leads on to whichever company the browser is signed in to.
    if (account === 'app') return { record: words.noRecord(CRM) };
    if (account === undefined) return undefined;
    for (const [path, type] of PATHS) {
      const id = path.exec(pathname)?.[1];
      if (id) return { account, record: { type, id: id.toLowerCase() } };
    }
    return { account, record: OTHER_KIND.test(pathname) ? words.otherKind() : words.noRecord(CRM) };
  }
}
