import type { LinkWords } from '../../../text/languages/words';
import type { LinkReading } from '../../connector';
import { readLink } from '../../shared/record-link';

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

/** Reads the link of a person, deal or lead of the company. @param domain of the company. */
export function readRecordLink(text: string, domain: string, words: LinkWords): LinkReading {
  const linkedIn = ({ hostname }: URL) => HOST.exec(hostname)?.[1]?.toLowerCase();
  return readLink(text, words, {
    crm: CRM,
    isOurs: (url) => linkedIn(url) !== undefined,
    accounts: (url) => (isOfNone(url) ? undefined : [linkedIn(url)!, domain]),
    read(url) {
      for (const [path, type] of isOfNone(url) ? [] : PATHS) {
        const id = path.exec(url.pathname)?.[1];
        if (id) return { type, id: id.toLowerCase() };
      }
      return OTHER_KIND.test(url.pathname) && !isOfNone(url) ? words.otherKind() : words.noRecord(CRM);
    },
  });
}

/** app.pipedrive.com leads on to whichever company the browser is signed in to. */
function isOfNone({ hostname }: URL): boolean {
  return hostname === 'app.pipedrive.com';
}
