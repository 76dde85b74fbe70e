import type { RecordRef } from '../../leads/record';
import type { LinkWords } from '../../text/languages/words';
import type { LinkReading } from '../connector';

/** How a CRM reads the links of its records. */
export interface LinkForms {
  crm: string;
  /** The account we work with, where it is known. */
  own?: string;
  /** Undefined: not the CRM's. */
  read: (url: URL) => FoundLink | undefined;
}

export interface FoundLink {
  /** The account the link names. */
  account?: string;
  /** The record, or what is wrong with the link. */
  record: RecordRef | string;
}

/** Reads a link an agent pasted. @param words in which they are told what is wrong with it. */
export function readLink(text: string, words: LinkWords, { crm, own, read }: LinkForms): LinkReading {
  const link = text.trim();
  const wrong = (problem: string): LinkReading => ({ ok: false, problem: `${problem} ${words.copyIt(crm)}` });
  if (!URL.canParse(link)) return wrong(words.noLink);
  const url = new URL(link);
  const found = /^https?:$/.test(url.protocol) ? read(url) : undefined;
  if (!found) return wrong(words.notOf(crm));
  const { account = own, record } = found;
  if (own && account !== own) return { ok: false, problem: words.otherAccount(crm, account!, own) };
  return typeof record === 'string' ? wrong(record) : { ok: true, ref: record };
}
