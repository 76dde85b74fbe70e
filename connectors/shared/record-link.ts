import type { RecordRef } from '../../leads/record';
import type { LinkWords } from '../../text/languages/words';
import type { LinkReading } from '../connector';

/** The forms in which a CRM shows a record's link. */
export interface LinkForms {
  crm: string;
  isOurs: (url: URL) => boolean;
  /** The account that the link names, and ours; undefined where one of them is not known. */
  accounts: (url: URL) => readonly [linked: string, own: string] | undefined;
  /** The record, or what is wrong with the link. */
  read: (url: URL, words: LinkWords) => RecordRef | string;
}

/** Reads a link an agent pasted. @param words in which they are told what is wrong with it. */
export function readLink(
  text: string,
  words: LinkWords,
  { crm, isOurs, accounts, read }: LinkForms,
): LinkReading {
  const link = text.trim();
  const wrong = (problem: string): LinkReading => ({ ok: false, problem: `${problem} ${words.copyIt(crm)}` });
  if (!URL.canParse(link)) return wrong(words.noLink);
  const url = new URL(link);
  if (!/^https?:$/.test(url.protocol) || !isOurs(url)) return wrong(words.notOf(crm));
  const [linked, own] = accounts(url) ?? [];
  if (linked !== own) return { ok: false, problem: words.otherAccount(crm, linked!, own!) };
  const found = read(url, words);
  return typeof found === 'string' ? wrong(found) : { ok: true, ref: found };
}
