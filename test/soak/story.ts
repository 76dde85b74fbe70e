import { newChat, talk } from '../e2e/hubspot/world';

/** How long a chat goes on, from its first event to its last. */
const CHAT_MS = 15_000;
/** A repeat comes at once or while the chat goes on. */
const REPEAT_WITHIN_MS = 5_000;
const REPEATED = 0.05;
/** Of six people one comes back with another chat. */
const PERSON_RETURNS = 6;
const MESSAGES = 8;

/** One event on its way to the webhook. */
export interface Sent {
  /** Milliseconds after the start. */
  at: number;
  chat: number;
  step: Step;
}

export type Step = 'accepted' | 'updated' | 'offline' | 'finished' | 'finished again';

const STEPS: readonly Step[] = ['accepted', 'updated', 'offline', 'finished', 'finished again'];

/** What must stand in the CRM in the end; each once, and nothing else of ours. */
export interface Expected {
  emails: string[];
  /** Every message of the chat. */
  conversations: { marker: string; messages: string[] }[];
  tasks: string[];
}

/** Many visitors' chats, side by side; some write again, some events come twice. */
export class Story {
  readonly events: readonly Sent[];
  readonly chats: number;
  readonly repeats: number;
  readonly #chats: { talk: ReturnType<typeof newChat>; email: string }[];

  /** @param rate events a second. */
  constructor(events: number, rate: number) {
    const repeats = Math.round(events * REPEATED);
    const unique = events - repeats;
    this.repeats = repeats;
    this.chats = Math.max(1, Math.round(events / STEPS.length));
    this.#chats = Array.from({ length: this.chats }, (_, chat) => ({
      talk: newChat(),
      email: emailOf(chat),
    }));
    const lastsMs = (events / rate) * 1000;
    const gapMs = Math.min(CHAT_MS, lastsMs) / STEPS.length;
    const first = Array.from({ length: unique }, (_, n): Sent => {
      // Dealt out like cards: the last chats get an event less.
      const chat = n % this.chats;
      const step = Math.floor(n / this.chats);
      return { at: (chat / this.chats) * lastsMs + step * gapMs, chat, step: STEPS[step]! };
    });
    const again = Array.from({ length: repeats }, () => {
      const event = first[Math.floor(Math.random() * unique)]!;
      return { ...event, at: event.at + Math.random() * REPEAT_WITHIN_MS };
    });
    this.events = [...first, ...again].toSorted((a, b) => a.at - b.at);
  }

  /** What JivoChat posts. */
  body({ chat, step }: Sent): unknown {
    const { talk: story, email } = this.#chats[chat]!;
    const known = { email, name: `Visitor ${chat}` };
    switch (step) {
      case 'accepted':
        return chat % 2 === 0 ? story.accepted(known) : story.accepted();
      case 'updated':
        return story.updated(known);
      case 'offline':
        return story.offline('Please call me.', known);
      case 'finished':
        return story.finished(talk(MESSAGES), known);
      case 'finished again':
        return story.finished(talk(MESSAGES, MESSAGES), known);
    }
  }

  expected(): Expected {
    const told = new Map<number, Set<Step>>();
    for (const { chat, step } of this.events) told.set(chat, (told.get(chat) ?? new Set()).add(step));
    const texts = (messages: { message: string }[]) => messages.map(({ message }) => message);
    const of = (step: Step) => [...told].filter(([, steps]) => steps.has(step)).map(([chat]) => chat);
    const id = (chat: number) => this.#chats[chat]!.talk.chatId;
    return {
      emails: [...new Set(of('updated').map((chat) => this.#chats[chat]!.email))],
      conversations: of('finished').map((chat) => ({
        marker: `JivoChat chat ${id(chat)}`,
        messages: texts(talk(told.get(chat)!.has('finished again') ? 2 * MESSAGES : MESSAGES)),
      })),
      tasks: of('offline').map((chat) => `JivoChat offline message ${id(chat)}`),
    };
  }
}

function emailOf(chat: number): string {
  const person = chat % PERSON_RETURNS === PERSON_RETURNS - 1 ? chat - 1 : chat;
  return `visitor${person}@example.com`;
}
