import { randomInt } from 'node:crypto';
import type { ComposedEvent, EventWish, PlayedMessage } from '../../jivochat/compose-event';
import type { Answered } from '../sources';

/** One event that was sent, and its answer. */
export interface Sent {
  event: ComposedEvent;
  at: number;
  answered: Answered;
}

/** A chat that a person plays in the browser. */
export interface Play {
  chatId: number;
  visitorNumber: number;
  wish: EventWish;
  messages: PlayedMessage[];
  sent: Sent[];
}

/** Older ones are forgotten: the console lives as long as its terminal. */
const MOST_PLAYS = 50;

/** The chats that are being played, newest last. */
export class Plays {
  readonly #plays = new Map<number, Play>();

  begin(wish: EventWish): Play {
    const play: Play = {
      chatId: randomInt(10_000, 2 ** 31),
      visitorNumber: randomInt(100, 100_000),
      wish,
      messages: [],
      sent: [],
    };
    this.#plays.set(play.chatId, play);
    const [oldest] = this.#plays.keys();
    if (this.#plays.size > MOST_PLAYS && oldest !== undefined) this.#plays.delete(oldest);
    return play;
  }

  find(chatId: number): Play | undefined {
    return this.#plays.get(chatId);
  }
}
