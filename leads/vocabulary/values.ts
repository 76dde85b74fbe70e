import type { Agent, JivoEvent } from '../../jivochat/event';
import { dayOf } from '../../text/formats';
import { shorten } from '../../text/plain-text';
import { queryRecord } from '../../text/text-record';
import { leadTitle } from '../title';

/** An event, and what is not in it but belongs to what it tells. */
interface Telling {
  event: JivoEvent;
  /** Arrival, epoch milliseconds. */
  receivedAt: number;
  /** IANA zone in which a day begins. */
  timeZone: string;
  /** Widget id -> name of the channel. */
  channels: Readonly<Record<string, string>>;
  /** `device.*`, where somebody asked for it. */
  device?: Readonly<Record<string, string>>;
}

/** Values of the vocabulary by name. */
export type Values = Readonly<Record<string, string>>;

/** Longer than any field a value is meant for; all of them stand in one row of the table. */
const MAX_VALUE_LENGTH = 2_000;
/** What rules look at of all the visitor wrote. */
const MAX_TEXT_LENGTH = 5_000;
export const SEPARATOR = ', ';

type Reader = (telling: Telling) => string | number | undefined;

const EXACT: Readonly<Record<string, Reader>> = {
  'visitor.name': ({ event }) => event.visitor.name,
  'visitor.email': ({ event }) => event.visitor.email,
  'visitor.phone': ({ event }) => event.visitor.phone ?? event.call?.phone,
  'visitor.comment': ({ event }) => event.visitor.description,
  'visitor.number': ({ event }) => event.visitor.number ?? event.clientId,
  'visitor.chats_count': ({ event }) => event.visitor.chatsCount,
  'chat.id': ({ event }) => event.chatId,
  'chat.title': ({ event }) => leadTitle(event),
  'chat.first_message': ({ event }) => visitorTexts(event)[0],
  'chat.text': ({ event }) => joined(visitorTexts(event)),
  'chat.messages': ({ event }) => visitorTexts(event).length || undefined,
  'chat.minutes': ({ event }) => minutes(event),
  'chat.rate': ({ event }) => event.rate,
  'page.url': ({ event }) => event.visit.page?.url,
  'page.title': ({ event }) => event.visit.page?.title,
  'page.first_url': ({ event }) => event.visit.page?.url,
  'geo.country': ({ event }) => event.visit.geo?.country,
  'geo.country_code': ({ event }) => event.visit.geo?.countryCode,
  'geo.region': ({ event }) => event.visit.geo?.region,
  'geo.city': ({ event }) => event.visit.geo?.city,
  'geo.organization': ({ event }) => event.visit.geo?.organization,
  ip: ({ event }) => event.visit.ip,
  token: ({ event }) => event.visit.token?.raw,
  'token.link': ({ event }) => event.visit.token?.link,
  department: ({ event }) => event.department,
  topic: ({ event }) => event.topic,
  tags: ({ event }) => event.tags.join(SEPARATOR),
  status: ({ event }) => event.status,
  organization: ({ event }) => event.organization,
  'agent.name': ({ event }) => agentOf(event)?.name,
  'agent.login': ({ event }) => agentOf(event)?.login?.toLowerCase(),
  'agent.id': ({ event }) => agentOf(event)?.id,
  agents: ({ event }) => event.agents.flatMap(({ name, login }) => name ?? login ?? []).join(SEPARATOR),
  'call.phone': ({ event }) => event.call?.phone,
  'call.type': ({ event }) => event.call?.type,
  channel: ({ event, channels }) => event.widgetId && (ownOf(channels, event.widgetId) ?? event.widgetId),
  'channel.id': ({ event }) => event.widgetId,
  event: ({ event }) => event.name,
  today: ({ receivedAt, timeZone }) => dayOf(receivedAt, timeZone),
};

/** Names that end in a word of the site's or of JivoChat's. */
const OPEN: readonly (readonly [prefix: string, read: (telling: Telling) => Values])[] = [
  ['visitor.social.', ({ event }) => event.visitor.social],
  ['page.query.', ({ event }) => queryOf(event)],
  ['utm.', ({ event }) => event.visit.utm],
  ['device.', ({ device = {} }) => device],
  ['token.', ({ event }) => event.visit.token?.data ?? {}],
  ['attribute.', ({ event }) => event.attributes],
];

/**
 * What the event tells of these names; one it says nothing of is absent. Time grows with the number of names asked for.
 */
export function valuesOf(telling: Telling, names: readonly string[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const name of names) {
    const value = valueOf(telling, name);
    if (value !== undefined && value !== '') values[name] = value;
  }
  return values;
}

function valueOf(telling: Telling, name: string): string | undefined {
  const value = ownOf(EXACT, name)?.(telling) ?? openValue(telling, name);
  if (value === undefined) return undefined;
  return shorten(String(value), name === 'chat.text' ? MAX_TEXT_LENGTH : MAX_VALUE_LENGTH);
}

function openValue(telling: Telling, name: string): string | undefined {
  const found = OPEN.find(([prefix]) => name.startsWith(prefix));
  if (!found) return undefined;
  const [prefix, read] = found;
  const wanted = name.slice(prefix.length);
  const values = read(telling);
  if (Object.hasOwn(values, wanted)) return values[wanted];
  // Sites and networks do not agree on the case of a name.
  const lower = wanted.toLowerCase();
  const alike = Object.keys(values).find((key) => key.toLowerCase() === lower);
  return alike === undefined ? undefined : values[alike];
}

function visitorTexts({ messages, offline }: JivoEvent): string[] {
  if (offline) return offline.message ? [offline.message] : [];
  return messages.filter(({ from }) => from === 'visitor').map(({ text }) => text);
}

function joined(texts: readonly string[]): string | undefined {
  let text = '';
  for (const part of texts) {
    if (text.length > MAX_TEXT_LENGTH) break;
    text += text === '' ? part : `\n${part}`;
  }
  return text || undefined;
}

function minutes({ messages }: JivoEvent): number | undefined {
  const times = messages.map(({ timestamp }) => timestamp).filter((timestamp) => timestamp > 0);
  const [first] = times;
  const last = times.at(-1);
  return first === undefined || last === undefined ? undefined : Math.floor((last - first) / 60);
}

function agentOf({ assignedAgent, agents }: JivoEvent): Agent | undefined {
  return assignedAgent ?? agents[0];
}

function queryOf({ visit }: JivoEvent): Values {
  const url = visit.page?.url;
  return url && URL.canParse(url) ? queryRecord(new URL(url).search) : {};
}

function ownOf<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
