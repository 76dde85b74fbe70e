import type { EventName } from './event';

/** What a person says of an event they want to send: everything may be left out. */
export interface EventWish {
  name?: string;
  email?: string;
  phone?: string;
  /** What the visitor wrote; of a chat, the first message. */
  message?: string;
  /** Address of the page the visitor is on. */
  page?: string;
  /** JivoChat login of the agent. */
  agent?: string;
  /** Widget id: the channel. */
  channel?: string;
  department?: string;
}

/** One line of a chat that is being played. `at` is in epoch milliseconds. */
export interface PlayedMessage {
  from: 'visitor' | 'agent';
  text: string;
  at: number;
}

/** A chat that is being played: its id, the visitor's number and what was said so far. */
interface PlayedChat {
  chatId: number;
  visitorNumber: number;
  messages: readonly PlayedMessage[];
}

/** The events a person can send by hand: the others follow from them in JivoChat itself. */
export const COMPOSED_EVENTS = [
  'chat_accepted',
  'chat_updated',
  'chat_finished',
  'offline_message',
  'call_event',
] as const satisfies readonly EventName[];

export type ComposedEvent = (typeof COMPOSED_EVENTS)[number];

const AGENT_ID = 3146;
const DEFAULT_AGENT = 'anna@example.com';
const DEFAULT_PAGE =
  'https://shop.example.com/pricing?utm_source=google&utm_medium=cpc&utm_campaign=spring%20sale';
const DEFAULT_CHANNEL = 'NRQ4JbEW7J';
const ANSWER = 'Thank you, somebody will be with you in a minute.';

/**
 * The body JivoChat would send (Webhooks API page), for a visitor, a chat and an event of somebody's choice.
 * @param now epoch milliseconds
 */
export function composeEvent(
  event: ComposedEvent,
  wish: EventWish,
  chat: PlayedChat,
  now: number,
): Record<string, unknown> {
  const visit = visitOf(wish, chat);
  const ofChat = { event_name: event, chat_id: chat.chatId, ...visit };
  switch (event) {
    case 'chat_accepted':
    case 'chat_updated':
      return { ...ofChat, agent: agentOf(wish) };
    case 'chat_finished': {
      const said = chat.messages.length > 0 ? chat.messages : firstWords(wish, now);
      return {
        ...ofChat,
        agents: [agentOf(wish)],
        chat: { messages: said.map(toMessage), rate: null, blacklisted: false },
        plain_messages: said
          .map(({ from, text }) => `${from === 'agent' ? 'Agent' : 'Visitor'}: ${text}`)
          .join('\n'),
      };
    }
    case 'offline_message':
      return {
        event_name: event,
        offline_message_id: String(chat.chatId),
        ...visit,
        message: wish.message ?? 'Nobody was online. Please call me back.',
      };
    case 'call_event':
      return {
        ...ofChat,
        agent: agentOf(wish),
        call: { type: 'incoming', phone: wish.phone ?? null, status: 'end', record_url: null },
      };
  }
}

function firstWords({ message }: EventWish, now: number): PlayedMessage[] {
  return [
    { from: 'visitor', text: message ?? 'Hello! What does the team plan cost?', at: now - 60_000 },
    { from: 'agent', text: ANSWER, at: now - 30_000 },
  ];
}

function visitOf({ name, email, phone, page, channel, department }: EventWish, chat: PlayedChat) {
  return {
    widget_id: channel ?? DEFAULT_CHANNEL,
    visitor: {
      name: name ?? null,
      email: email ?? null,
      phone: phone ?? null,
      number: String(chat.visitorNumber),
      description: null,
      social: {},
      chats_count: 1,
    },
    department: department === undefined ? null : { id: 1, name: department },
    user_token: null,
    session: {
      geoip: { country: 'United States', country_code: 'US', region: 'California', city: 'San Francisco' },
      ip_addr: '203.0.113.7',
      user_agent:
        'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    },
    page: { url: page ?? DEFAULT_PAGE, title: null },
    analytics: {},
  };
}

function agentOf({ agent = DEFAULT_AGENT }: EventWish) {
  const [local = ''] = agent.split('@');
  return { id: AGENT_ID, name: local.charAt(0).toUpperCase() + local.slice(1), email: agent };
}

function toMessage({ from, text, at }: PlayedMessage) {
  const timestamp = Math.floor(at / 1_000);
  return from === 'agent'
    ? { type: 'agent', message: text, timestamp, agent_id: AGENT_ID }
    : { type: 'visitor', message: text, timestamp };
}
