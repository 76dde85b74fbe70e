import { httpLink } from '../text/link';
import type { JivoEvent, Visit } from './event';

/** Shorter ones are in any text. */
const MIN_LENGTH = 3;
/** Of what people said: words as short as these are in any text of a CRM, and say nothing of a person. */
const MIN_SAID_LENGTH = 6;
/** A name has few words; the whole text is masked as well. */
const MAX_NAME_LENGTH = 1_000;
const MAX_NUMBER_LENGTH = 200;
/** Browsers and servers take no longer one. */
const MAX_URL_LENGTH = 8_000;
/** Of all that was said, this much, short texts first. Of more messages the first and the last ones. */
const MAX_SAID = 64 * 1024;
const MAX_MESSAGES = 2_000;
/** Named values of a site or a client, as many as anybody would look at. */
const MAX_VALUES = 200;

/**
 * What in the event names a person or repeats what was said: none of it may stand in a log or in the list of parked
 * events, where a CRM may quote it. Longer ones first. Time grows linearly with the event.
 */
export function personalData(event: JivoEvent): string[] {
  const { visitor, visit, call, agents, assignedAgent, attributes, organization } = event;
  const { name, email, phone, description, social } = visitor;
  const people = assignedAgent ? [...agents, assignedAgent] : agents;
  const named = [
    ...(name ? [name, ...name.slice(0, MAX_NAME_LENGTH).split(/\s+/u)] : []),
    email,
    ...[phone, call?.phone].flatMap((number) =>
      number ? [number, number.slice(0, MAX_NUMBER_LENGTH).replace(/\D/g, '')] : [],
    ),
    description,
    organization,
    ...visitTexts(visit),
    ...urlTexts(call?.recordUrl),
    ...values(social),
    ...Object.keys(attributes).slice(0, MAX_VALUES),
    ...values(attributes),
    ...people.flatMap((agent) => [agent.login, agent.phone, agent.name]),
  ].filter((text): text is string => (text?.length ?? 0) >= MIN_LENGTH);
  const texts = [...named, ...saidTexts(event)];
  // A CRM's words are read without line breaks.
  const inOneLine = texts.map((text) => text.slice(0, MAX_SAID).replace(/\s+/gu, ' ').trim());
  return [...new Set([...texts, ...inOneLine])]
    .filter(({ length }) => length >= MIN_LENGTH)
    .toSorted((a, b) => b.length - a.length);
}

function visitTexts({ page, geo, ip, token, utm }: Visit): (string | undefined)[] {
  return [
    ...urlTexts(page?.url),
    page?.title,
    geo?.city,
    geo?.region,
    geo?.organization,
    ip,
    token?.raw,
    ...urlTexts(token?.link),
    ...values(token?.data ?? {}),
    ...values({ ...utm }),
  ];
}

/** An address as it is, and the parts in which a page's own data stand; a CRM may quote one without the others. */
function urlTexts(url: string | undefined): string[] {
  const link = url && httpLink(url.slice(0, MAX_URL_LENGTH));
  if (!url || !link) return url ? [url] : [];
  const { pathname, search, searchParams } = new URL(link);
  const parts = [...searchParams.values()].slice(0, MAX_VALUES);
  return [url, link, pathname, search, ...parts];
}

/** Message by message, and line by line, as a note shows them. */
function saidTexts({ messages, offline }: JivoEvent): string[] {
  const texts: string[] = [];
  let room = MAX_SAID;
  const said =
    messages.length > MAX_MESSAGES
      ? [...messages.slice(0, MAX_MESSAGES / 2), ...messages.slice(-MAX_MESSAGES / 2)]
      : messages;
  // One endless message must not use up the room of the others.
  const shortFirst = [offline?.message ?? '', ...said.map((message) => message.text)].toSorted(
    (a, b) => a.length - b.length,
  );
  for (const text of shortFirst) {
    if (room <= 0) break;
    const kept = text.slice(0, room).trim();
    room -= text.length;
    texts.push(kept, ...kept.split('\n').map((line) => line.trim()));
  }
  return texts.filter((text) => text.length >= MIN_SAID_LENGTH);
}

function values(named: Readonly<Record<string, string | undefined>>): (string | undefined)[] {
  return Object.values(named).slice(0, MAX_VALUES);
}
