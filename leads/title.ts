import type { JivoEvent } from '../jivochat/event';

/**
 * The lead's title in JivoChat's own form, `JivoChat #18 - Tom Clifton`: the visitor's number, then the best name there is.
 */
export function leadTitle(event: JivoEvent): string {
  const number = event.visitor.number ?? event.clientId;
  const head = number ? `JivoChat #${number}` : 'JivoChat';
  const name = event.visitor.name ?? event.visitor.email ?? event.visitor.phone ?? event.call?.phone;
  return name ? `${head} - ${name}` : head;
}
