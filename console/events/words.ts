import type { EventSeen } from '../../store/history/histories';
import type { History } from '../../store/history/shape';

/** Words for codes of a history, for people at a terminal and in the console. English: operators' language. */

const STATES: Readonly<Record<EventSeen['status'], string>> = {
  done: 'done',
  parked: 'parked',
  due: 'waiting',
  working: 'in work',
};

export function stateWords({ status }: Pick<EventSeen, 'status'>): string {
  return STATES[status];
}

const OUTCOMES: Readonly<Record<NonNullable<History['did']>, string>> = {
  created: 'record made',
  updated: 'record updated',
  kept: 'record left as it is',
  linked: 'linked by the agent',
  nothing: 'nothing',
};

/** What was done, in two or three words; with what else was written. */
export function outcomeWords({ history }: Pick<EventSeen, 'history'>): string {
  if (!history) return '';
  const wrote = Object.keys(history.wrote ?? {});
  const did = history.did ? OUTCOMES[history.did] : '';
  const because = history.because ? ` (${becauseWords(history.because)})` : '';
  return [did + because, ...wrote].filter(Boolean).join(', ');
}

const REASONS: Readonly<Record<string, string>> = {
  unidentified: 'nobody to reach: no e-mail, phone or messenger',
  blacklisted: 'the agent blacklisted the chat',
  'link-missing': 'no link was pasted',
  'link-unreadable': 'the pasted link is none of a record of this account',
  'link-gone': 'the record of the pasted link is gone',
};

/** Why nothing was done. A code that is not known is shown as it is: a rule's name. */
export function becauseWords(code: string): string {
  return Object.hasOwn(REASONS, code) ? REASONS[code]! : code;
}

const MATCHES: Readonly<Record<NonNullable<History['match']>, string>> = {
  chat: 'by the chat, which belonged to it already',
  visitor: 'by the visitor, who was known from an earlier chat',
  email: 'by the e-mail, which was known from an earlier event',
  phone: 'by the phone, which was known from an earlier event',
  'search-email': 'by the CRM’s search for the e-mail',
  'search-phone': 'by the CRM’s search for the phone',
  'match-field': 'by a field the company’s file names for matching',
  'match-link': 'by a value the company’s file matches by, which was known from an earlier event',
  agent: 'by the link the agent pasted',
  unchanged: 'by the chat; nothing of the person had changed, so the CRM was not asked',
};

export function matchWords(match: NonNullable<History['match']>): string {
  return MATCHES[match];
}

const FIELDS: Readonly<Record<string, string>> = { email: 'e-mail', leadSource: 'source' };

export function fieldWords(fields: readonly string[]): string {
  return fields.map((field) => (Object.hasOwn(FIELDS, field) ? FIELDS[field]! : field)).join(', ');
}

/** @param at epoch milliseconds. */
export function timeWords(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** @param ms milliseconds. */
export function lengthWords(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return `${(ms / 3_600_000).toFixed(1)} h`;
}

/** What of a record is shown: its kind and its id. */
export function recordWords(record: History['record']): string {
  return record ? `${record.type} ${record.id}` : '';
}

/** Enough of a key to tell it from the others, and to type. */
export function shortKey(key: string): string {
  return key.slice(0, 12);
}
