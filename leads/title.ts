import type { JivoEvent } from '../jivochat/event';
import { shorten } from '../text/plain-text';

/** A title is read at a glance, and has to fit the field of any CRM. */
const MAX_NAME_LENGTH = 150;
/** Longer than any title of ours: what a CRM has may be anything. */
const MAX_COMPARED = 500;

/**
 * The lead's title in JivoChat's own form, `JivoChat #18 - Tom Clifton`: the visitor's number, then the best name there is.
 */
export function leadTitle(event: JivoEvent): string {
  const number = event.visitor.number ?? event.clientId;
  const head = number ? `JivoChat #${number}` : 'JivoChat';
  const name = event.visitor.name ?? event.visitor.email ?? event.visitor.phone ?? event.call?.phone;
  return name ? `${head} - ${shorten(name.replace(/\s+/gu, ' '), MAX_NAME_LENGTH)}` : head;
}

/** Whether the title says better than `stored` who the same visitor is: a name before an e-mail before a phone. */
export function isBetterTitle(title: string, stored: string): boolean {
  const [head, name] = split(title);
  const [storedHead, storedName] = split(stored);
  return head === storedHead && rank(name) > rank(storedName);
}

/** Whether both are of the same visitor. */
export function isSameVisitor(title: string, stored: string): boolean {
  return split(title)[0] === split(stored)[0];
}

function split(text: string): [string, string] {
  const title = text.slice(0, MAX_COMPARED);
  const [, head = title, name = ''] = /^(JivoChat(?: #\S+)?)(?: - (.*))?$/s.exec(title) ?? [];
  return [head, name];
}

function rank(name: string): number {
  if (!name) return 0;
  if (/^\+?[\d\s().-]+$/.test(name)) return 1;
  return name.includes('@') && !/\s/.test(name) ? 2 : 3;
}
