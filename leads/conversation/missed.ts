import type { JivoEvent } from '../../jivochat/event';

/**
 * What the visitor of a missed chat wrote: one that ended without any agent. Somebody has to answer it.
 * @returns undefined for any other event.
 */
export function missedMessage({ name, agents, messages, blacklisted }: JivoEvent): string | undefined {
  if (name !== 'chat_finished' || blacklisted || agents.length > 0) return undefined;
  if (messages.some(({ from }) => from === 'agent')) return undefined;
  const said = messages.filter(({ from }) => from === 'visitor').map(({ text }) => text);
  return said.length > 0 ? said.join('\n') : undefined;
}
