import type { LinkWords } from '../../../text/languages/words';
import type { LinkReading } from '../../connector';

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
  const link = text.trim();
  const wrong = (problem: string): LinkReading => ({ ok: false, problem: `${problem} ${words.copyIt(CRM)}` });
  if (!URL.canParse(link)) return wrong(words.noLink);
  const { protocol, hostname, pathname } = new URL(link);
  const linked = HOST.exec(hostname)?.[1]?.toLowerCase();
  if (!/^https?:$/.test(protocol) || !linked) return wrong(words.notOf(CRM));
  // app.pipedrive.com leads on to whichever company the browser is signed in to: it names none.
  if (linked === 'app') return wrong(words.noRecord(CRM));
  if (linked !== domain) return { ok: false, problem: words.otherAccount(CRM, linked, domain) };
  for (const [path, type] of PATHS) {
    const id = path.exec(pathname)?.[1];
    if (id) return { ok: true, ref: { type, id: id.toLowerCase() } };
  }
  return wrong(OTHER_KIND.test(pathname) ? words.otherKind() : words.noRecord(CRM));
}
