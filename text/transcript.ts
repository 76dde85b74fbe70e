import { isolate } from './bidi';
import { htmlParagraphs, htmlSpan } from './html';
import { shorten } from './plain-text';

/** One message as a transcript shows it. */
export interface TranscriptMessage {
  from: 'visitor' | 'agent' | 'bot' | 'system';
  /** Of an agent. */
  agentId?: string;
  text: string;
  /** Unix seconds; 0 when it is not known. */
  timestamp: number;
}

/** One of those who answered. */
export interface TranscriptAgent {
  id?: string;
  name?: string;
  login?: string;
}

/** What a conversation needs to be readable, besides its messages. */
export interface TranscriptContext {
  /** "" when the visitor has not said his name. */
  visitorName: string;
  agents: readonly TranscriptAgent[];
  /** IANA name of the zone in which times are shown. Default: UTC. */
  timeZone?: string;
}

/** Long enough for any name, short enough that the line above a message always fits its page. */
const MAX_SPEAKER_LENGTH = 100;
/** Of a name, before white space is looked for in it. */
const MAX_NAME_READ = 1_000;

/** The agent's name, else his login; undefined when JivoChat did not send the agent. */
export function agentName(
  agentId: string | undefined,
  agents: readonly TranscriptAgent[],
): string | undefined {
  if (agentId === undefined) return undefined;
  const agent = agents.find(({ id }) => id === agentId);
  return agent?.name ?? agent?.login;
}

/**
 * The conversation as plain text, one message after the other. Further lines of a message are indented, so that no
 * message can pass for two.
 * @throws {RangeError} when `ctx.timeZone` is not a time zone.
 */
export function renderText(messages: readonly TranscriptMessage[], ctx: TranscriptContext): string {
  const timeOf = clock(ctx.timeZone);
  const speakerOf = speakers(ctx, isolate);
  const lines = messages.map((message) => {
    const time = timeOf(message);
    const speaker = speakerOf(message);
    const text = message.text.split('\n').map(isolate).join('\n  ');
    return `${time && `[${time}] `}${speaker}: ${text}`;
  });
  return lines.join('\n');
}

/**
 * The conversation as safe HTML: for each message a paragraph with speaker, time and text, or several if the message
 * needs them.
 * @param maxPiece most UTF-16 units of one paragraph; at least 1,500.
 * @throws {RangeError} when `ctx.timeZone` is not a time zone or `maxPiece` is too small.
 */
export function renderHtml(
  messages: readonly TranscriptMessage[],
  ctx: TranscriptContext,
  maxPiece: number,
): string[] {
  const timeOf = clock(ctx.timeZone);
  const speakerOf = speakers(ctx, htmlSpan);
  return messages.flatMap((message) => {
    const time = timeOf(message);
    const head = `<b>${speakerOf(message)}</b>${time && ` ${time}`}`;
    return htmlParagraphs(head, message.text, maxPiece);
  });
}

/**
 * Fills pages with pieces in their order, each page at most `limit` UTF-16 units. Appending pieces changes no page but
 * the last, so pages that a CRM already has stay valid.
 * @param sizeOf what a piece takes up, where a CRM counts otherwise.
 * @throws {RangeError} when a piece alone is longer than `limit`: make pieces with `renderHtml` or `htmlParagraphs`.
 */
export function paginate(
  pieces: readonly string[],
  limit: number,
  sizeOf: (piece: string) => number = ({ length }) => length,
): string[][] {
  const pages: string[][] = [];
  let room = 0;
  for (const piece of pieces) {
    const size = sizeOf(piece);
    if (size > limit) throw new RangeError(`a piece of ${size} units does not fit ${limit}`);
    const page = size <= room ? pages.at(-1) : undefined;
    if (page) page.push(piece);
    else pages.push([piece]);
    room = (page ? room : limit) - size;
  }
  return pages;
}

/** Each speaker's line is made once, however many messages and agents there are. */
function speakers(
  ctx: TranscriptContext,
  show: (name: string) => string,
): (message: TranscriptMessage) => string {
  const lines = new Map<string, string>();
  return (message) => {
    const who = `${message.from} ${message.agentId ?? ''}`;
    const line = lines.get(who) ?? speakerLine(message, ctx, show);
    lines.set(who, line);
    return line;
  };
}

function speakerLine(
  message: TranscriptMessage,
  ctx: TranscriptContext,
  show: (name: string) => string,
): string {
  if (message.from === 'bot' || message.from === 'system') return message.from === 'bot' ? 'Bot' : 'System';
  const isAgent = message.from === 'agent';
  const name = isAgent ? agentName(message.agentId, ctx.agents) : ctx.visitorName;
  if (!name) return isAgent ? 'Agent' : 'Visitor';
  // A line break in a name could start what looks like a message of somebody else.
  const oneLine = shorten(name.slice(0, MAX_NAME_READ).replace(/\s+/g, ' '), MAX_SPEAKER_LENGTH);
  return `${show(oneLine)} (${message.from})`;
}

/** "2026-11-23 10:00:05 UTC"; "" for a message without a time. */
function clock(timeZone = 'UTC'): (message: TranscriptMessage) => string {
  // Swedish writes dates as ISO 8601 does, which is read alike everywhere.
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  });
  return ({ timestamp }) => (timestamp > 0 ? format.format(timestamp * 1000) : '');
}
