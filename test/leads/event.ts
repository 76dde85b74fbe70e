import type { JivoEvent } from '../../jivochat/event';

/** A parsed event with nothing in it but what a test gives. */
export function jivoEvent(parts: Partial<JivoEvent> = {}): JivoEvent {
  return {
    name: 'chat_accepted',
    visitor: { social: {} },
    agents: [],
    tags: [],
    visit: { utm: {} },
    messages: [],
    blacklisted: false,
    attributes: {},
    ...parts,
  };
}
