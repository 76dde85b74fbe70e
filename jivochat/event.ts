/**
 * JivoChat's events in one shape. `parseEvent` makes it from a webhook body; nothing after that reads the raw body.
 * Names follow JivoChat's Webhooks API page; ids are strings here because JivoChat sends them as numbers or strings.
 */
import type { Body } from './schema';

/** Every `event_name` we act on. Anything else is answered `ok` and only logged. */
export const EVENT_NAMES = [
  'chat_accepted',
  'chat_updated',
  'client_updated',
  'client_attribute_updated',
  'chat_assigned',
  'chat_finished',
  'offline_message',
  'call_event',
] as const;

export type EventName = (typeof EVENT_NAMES)[number];

/** Events whose full reply (`custom_data`, `contact_info`, `crm_link`, `enable_assign`) JivoChat shows to the agent. */
export const FULL_REPLY_EVENTS: readonly EventName[] = ['chat_accepted', 'chat_updated'];

export interface Visitor {
  /** The visitor's running number, the 18 of "JivoChat #18". Also sent as `client_id`. */
  number?: string;
  name?: string;
  email?: string;
  phone?: string;
  /** The agent's comment on the client. */
  description?: string;
  social: Record<string, string>;
  chatsCount?: number;
}

export type Agent = Body['agent'];

export interface Message {
  /** `bot` and `system`: written by nobody, so neither the visitor's words nor an agent's. */
  from: 'visitor' | 'agent' | 'bot' | 'system';
  /** For a file, or whatever else was sent in place of text: its name and its link. */
  text: string;
  /** Unix seconds; 0 when JivoChat sent none. */
  timestamp: number;
  /** Agents only. */
  agentId?: string;
}

export const UTM_MARKS = ['source', 'medium', 'campaign', 'content', 'term'] as const;
export type Utm = Partial<Record<(typeof UTM_MARKS)[number], string>>;

/** What the site passed to `jivo_api.setUserToken`, as far as it can be read. `raw` is always the whole text. */
export interface UserToken {
  raw: string;
  /** How `raw` was read. */
  form: 'query' | 'url' | 'json' | 'parts' | 'opaque';
  /** A http or https link found in it. */
  link?: string;
  utm: Utm;
  /** Everything else that has a name (query parameters, JSON members), as text. */
  data: Record<string, string>;
}

/** Where the visitor came from and what they were looking at. */
export interface Visit {
  page?: Body['page'];
  geo?: Body['session']['geoip'];
  ip?: string;
  userAgent?: string;
  /** utm marks of the session; blanks filled from the user token, then from the page's own query string. */
  utm: Utm;
  token?: UserToken;
}

export type Call = Body['call'];

export interface JivoEvent {
  name: EventName;
  widgetId?: string;
  chatId?: string;
  /** `client_id`, else `visitor.number`. */
  clientId?: string;
  visitor: Visitor;
  /** `agents[]` (chat_finished) or the one `agent`; empty for offline messages. */
  agents: Agent[];
  /** The person JivoChat holds responsible for this client. */
  assignedAgent?: Agent;
  department?: string;
  topic?: string;
  organization?: string;
  status?: string;
  tags: string[];
  visit: Visit;
  /** In order of time. */
  messages: Message[];
  /** `positive`, `negative`, or whatever else JivoChat sent: a number of stars, a word. */
  rate?: string;
  blacklisted: boolean;
  /** How many numbers were made unreadable in what was said; undefined: none. */
  removed?: { cards?: string; ibans?: string };
  /** offline_message only; `message` is "" when JivoChat sent none. */
  offline?: { id?: string; message: string };
  /** call_event only. */
  call?: Call;
  /** chat_assigned only: the link the agent pasted, or the `crm_link` we answered. */
  assignTo?: string;
  /** client_attribute_updated only. */
  attributes: Record<string, string>;
}
