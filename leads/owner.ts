import type { JivoEvent } from '../jivochat/event';

/** JivoChat login -> CRM login, keys in lower case. */
export type OwnerMap = ReadonlyMap<string, string>;

/**
 * The CRM logins that may own the lead, best first: JivoChat's responsible person, else the agent of the chat, else the
 * last of several agents who wrote. Each goes through the owner map; all in lower case, because CRMs and JivoChat
 * do not agree on the case of a login.
 */
export function ownerLogins(event: JivoEvent, map: OwnerMap): string[] {
  const logins = [event.assignedAgent?.login, chatAgentLogin(event)]
    .filter((login) => login !== undefined)
    .map((login) => login.toLowerCase())
    .map((login) => (map.get(login) ?? login).toLowerCase());
  return [...new Set(logins)];
}

function chatAgentLogin(event: JivoEvent): string | undefined {
  const { agents } = event;
  if (agents.length <= 1) return agents[0]?.login;
  const lastWriter = event.messages.findLast(
    (message) =>
      message.from === 'agent' && agents.some((agent) => agent.id === message.agentId && agent.login),
  );
  const writer = agents.find((agent) => lastWriter && agent.id === lastWriter.agentId);
  return writer?.login ?? agents.find((agent) => agent.login)?.login;
}
