import type { HubSpotEmulator } from './index';

/** The properties the README tells to make, as an account has them after its set-up. */
export function defineJivoChatProperties(hubspot: HubSpotEmulator): void {
  for (const name of ['source', 'title', 'chat_id', 'page', 'utm', 'place', 'comment']) {
    hubspot.defineProperty('contacts', { name: `jivochat_${name}` });
  }
  hubspot.defineProperty('contacts', { name: 'jivochat_visitor_key', hasUniqueValue: true });
  hubspot.defineProperty('contacts', { name: 'jivochat_last_chat', type: 'date', fieldType: 'date' });
}
