import { parse } from 'valibot';
import { EVENT_NAMES } from './event';
import type { Agent, EventName, JivoEvent, Message, Visitor } from './event';
import { sortMessages } from './messages';
import { present, unlessEmpty } from './present';
import { bodySchema, isObject } from './schema';
import type { Body } from './schema';
import { shorten, toText } from '../text/plain-text';
import { readVisit } from './visit/visit';

type ParsedEvent =
  | { kind: 'event'; event: JivoEvent }
  /** An event that is not ours. `name` is for the log, in at most 100 characters. */
  | { kind: 'unknown'; name: string }
  /** Not an event at all. `problem` says why and quotes nothing of the body. */
  | { kind: 'invalid'; problem: string };

const MAX_NAME_LENGTH = 100;

/**
 * Reads a webhook body. An event named in `EVENT_NAMES` is always an event, whatever stands in its other fields.
 * Never throws.
 * @param body what `parseJson` returned.
 */
export function parseEvent(body: unknown): ParsedEvent {
  if (!isObject(body)) return { kind: 'invalid', problem: 'the body is not a JSON object' };
  const name = eventText(body.event_name);
  if (isEventName(name)) return { kind: 'event', event: toEvent(name, parse(bodySchema, body)) };
  // JivoChat's own CRM names its events (deals, tasks, tags) in `event_type` and sends no `event_name`.
  const foreign = name ?? eventText(body.event_type);
  if (foreign === undefined) return { kind: 'invalid', problem: 'event_name is missing or not a string' };
  return { kind: 'unknown', name: foreign };
}

function eventText(value: unknown): string | undefined {
  const name = typeof value === 'string' ? toText(value) : undefined;
  return name && shorten(name, MAX_NAME_LENGTH);
}

function isEventName(name: string | undefined): name is EventName {
  return EVENT_NAMES.some((known) => known === name);
}

function toEvent(name: EventName, body: Body): JivoEvent {
  return present({
    name,
    widgetId: body.widget_id,
    chatId: body.chat_id,
    clientId: body.client_id ?? body.visitor.number,
    visitor: toVisitor(body),
    agents: toAgents(body),
    assignedAgent: unlessEmpty(body.assigned_agent),
    department: body.department,
    topic: body.topic,
    organization: body.organization,
    status: body.status,
    tags: body.tags.filter((tag) => tag !== undefined),
    visit: readVisit(body),
    messages: sortMessages(body.chat.messages.flatMap(toMessage)),
    rate: body.chat.rate && shorten(body.chat.rate, MAX_NAME_LENGTH),
    blacklisted: body.chat.blacklisted ?? false,
    offline: name === 'offline_message' ? toOffline(body) : undefined,
    call: name === 'call_event' ? body.call : undefined,
    assignTo: name === 'chat_assigned' ? body.assign_to : undefined,
    attributes: body.attributes ?? {},
  });
}

function toVisitor({ visitor, client_id }: Body): Visitor {
  const { number = client_id, social = {}, chats_count: chatsCount, ...more } = visitor;
  return present({ ...more, number, social, chatsCount });
}

function toAgents(body: Body): Agent[] {
  const many = body.agents.filter(unlessEmpty);
  return many.length > 0 ? many : [body.agent].filter(unlessEmpty);
}

type RawMessage = Body['chat']['messages'][number];

function toMessage({ type, text, timestamp, agent_id }: RawMessage): Message[] {
  if (text === undefined) return [];
  const from = writerOf(type?.toLowerCase(), agent_id);
  const agentId = from === 'agent' ? agent_id : undefined;
  return [present({ from, text, timestamp: timestamp ?? 0, agentId })];
}

/** Should JivoChat add a type, an agent's message is still known by its agent, and the rest is not taken for the visitor's. */
function writerOf(type: string | undefined, agentId: string | undefined): Message['from'] {
  if (type === 'visitor' || type === 'agent') return type;
  if (agentId !== undefined) return 'agent';
  if (type === undefined || type === 'client') return 'visitor';
  return type.includes('bot') ? 'bot' : 'system';
}

function toOffline({ offline_message_id, message }: Body): JivoEvent['offline'] {
  return present({ id: offline_message_id, message: message ?? '' });
}
