import { format } from './formats';
import { shorten } from './plain-text';
import type { Words } from './languages/words';

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
  /** "" when the visitor has not said their name. */
  visitorName: string;
  agents: readonly TranscriptAgent[];
  /** IANA name of the zone in which times are shown. Default: UTC. */
  timeZone?: string;
  words: Words;
}

/** One message in its place in the conversation. */
export interface Said {
  from: TranscriptMessage['from'];
  /** On one line. */
  speaker: string;
  text: string;
  /** The first one of this speaker in this minute: speaker and time stand above it. */
  begins: boolean;
  /** As the clock shows it, with the day where it is another than the last one's; "" when it is not known. */
  time: string;
  /** Unix seconds; 0 when it is not known. */
  timestamp: number;
  /** An agent who takes the chat over from another. */
  takesOver: boolean;
}

/** Long enough for any name, short enough that the line above a message always fits its page. */
const MAX_SPEAKER_LENGTH = 100;
/** Of a name, before white space is looked for in it. */
const MAX_NAME_READ = 1_000;

/** The agent's name, else their login; undefined when JivoChat did not send the agent. */
export function agentName(
  agentId: string | undefined,
  agents: readonly TranscriptAgent[],
): string | undefined {
  if (agentId === undefined) return undefined;
  const agent = agents.find(({ id }) => id === agentId);
  return agent?.name ?? agent?.login;
}

/**
 * The messages with what stands above and between them. Appending messages changes nothing of those before.
 * @throws {RangeError} when `ctx.timeZone` is not a time zone.
 */
export function turnsOf(messages: readonly TranscriptMessage[], ctx: TranscriptContext): Said[] {
  const clock = new Clock(ctx);
  if (messages.length === 0) return [];
  const speakers = new Map<string, string>();
  let turn = '';
  let day = clock.day(messages[0]!.timestamp);
  let answering: string | undefined;
  return messages.map(({ from, agentId, text, timestamp }) => {
    const who = `${from} ${agentId ?? ''}`;
    const speaker = speakers.get(who) ?? speakerOf(from, agentId, ctx);
    speakers.set(who, speaker);
    const minute = `${who} ${Math.floor(timestamp / 60)}`;
    const begins = minute !== turn;
    turn = minute;
    const today = begins ? clock.day(timestamp) : day;
    const time = begins ? (today === day ? clock.time(timestamp) : clock.dayAndTime(timestamp)) : '';
    day = today;
    const takesOver = from === 'agent' && answering !== undefined && answering !== who;
    if (from === 'agent') answering = who;
    return { from, speaker, text, begins, time, timestamp, takesOver };
  });
}

/** Day and time of a message, for the top of a page. */
export function dayAndTime({ timestamp }: Said, ctx: TranscriptContext): string {
  return new Clock(ctx).dayAndTime(timestamp);
}

function speakerOf(from: Said['from'], agentId: string | undefined, ctx: TranscriptContext): string {
  const { note } = ctx.words;
  if (from === 'bot' || from === 'system') return note[from];
  const name = from === 'agent' ? agentName(agentId, ctx.agents) : ctx.visitorName;
  // A line break in a name could start what looks like a message of somebody else.
  return name ? shorten(name.slice(0, MAX_NAME_READ).replace(/\s+/g, ' '), MAX_SPEAKER_LENGTH) : note[from];
}

class Clock {
  readonly #time: Intl.DateTimeFormat;
  readonly #dayAndTime: Intl.DateTimeFormat;
  readonly #day: Intl.DateTimeFormat;
  #lastQuarter = Number.NaN;
  #lastDay = '';

  constructor({ timeZone = 'UTC', words: { locale } }: TranscriptContext) {
    const time = { hour: '2-digit', minute: '2-digit', timeZone } as const;
    this.#time = format('DateTimeFormat', locale, time);
    this.#dayAndTime = format('DateTimeFormat', locale, { day: 'numeric', month: 'short', ...time });
    this.#day = format('DateTimeFormat', 'sv-SE', { timeZone });
  }

  time(timestamp: number): string {
    return timestamp > 0 ? this.#time.format(timestamp * 1000) : '';
  }

  dayAndTime(timestamp: number): string {
    return timestamp > 0 ? this.#dayAndTime.format(timestamp * 1000) : '';
  }

  day(timestamp: number): string {
    if (timestamp <= 0) return '';
    // All zones are whole quarters of an hour apart.
    const quarter = Math.floor(timestamp / 900);
    if (quarter !== this.#lastQuarter) this.#lastDay = this.#day.format(timestamp * 1000);
    this.#lastQuarter = quarter;
    return this.#lastDay;
  }
}
