import type { JivoEvent } from '../jivochat/event';
import { shorten } from '../jivochat/text';

/** A title is read at a glance, and has to fit the field of any CRM. */
const MAX_NAME_LENGTH = 150;

/**
 * The lead's title in JivoChat's own form, `JivoChat #18 - Tom Clifton`: the visitor's number, then the best name there is.
 */
export function leadTitle(event: JivoEvent): string {
  const number = event.visitor.number ?? event.clientId;
  const head = number ? `JivoChat #${number}` : 'JivoChat';
  const name = event.visitor.name ?? event.visitor.email ?? event.visitor.phone ?? event.call?.phone;
  return name ? `${head} - ${shorten(name.replace(/\s+/gu, ' '), MAX_NAME_LENGTH)}` : head;
}
