import { randomInt } from 'node:crypto';
import type { Command } from 'commander';
import {
  COMPOSED_EVENTS,
  composeEvent,
  type ComposedEvent,
  type EventWish,
} from '../../jivochat/compose-event';
import { UsageError } from '../errors';

/** What a person says of a visitor instead of writing a file. */
const WISHES = {
  name: 'the visitor’s name',
  email: 'their e-mail',
  phone: 'their phone',
  message: 'what they write',
  page: 'address of the page they are on',
  agent: 'JivoChat login of the agent',
  channel: 'id of the widget',
  department: 'name of the department',
} as const satisfies Record<keyof EventWish, string>;

export interface WishOptions extends EventWish {
  /** Id of the chat, to go on with one. */
  chat?: string;
}

export function addWishOptions(command: Command): Command {
  for (const [name, help] of Object.entries(WISHES)) command.option(`--${name} <text>`, help);
  return command.option('--chat <id>', 'the chat’s id, to go on with it');
}

/** A chat is accepted and, after what the visitor wrote, finished. */
const STORY: readonly ComposedEvent[] = ['chat_accepted', 'chat_finished'];

/**
 * Events of one visitor in one chat, as the options say.
 * @returns undefined when no option says anything.
 * @throws UsageError for an event that cannot be composed.
 */
export function composedEvents(
  names: readonly string[],
  { chat, ...options }: WishOptions,
  now: number,
): { event: string; body: string }[] | undefined {
  const wish = Object.fromEntries(
    Object.entries(options).filter(([name, text]) => Object.hasOwn(WISHES, name) && text !== undefined),
  ) as EventWish;
  if (Object.keys(wish).length === 0 && chat === undefined) return undefined;
  const chatId = readChat(chat);
  // The same chat is the same visitor's in every call.
  const played = { chatId, visitorNumber: (chatId % 90_000) + 10_000, messages: [] };
  return (names.length > 0 ? names : STORY).map((name) => {
    const event = COMPOSED_EVENTS.find((one) => one === name);
    if (!event)
      throw new UsageError(
        `send: ${name} is not made from --name, --email …; these are: ${COMPOSED_EVENTS.join(', ')}`,
      );
    return { event, body: JSON.stringify(composeEvent(event, wish, played, now)) };
  });
}

function readChat(chat: string | undefined): number {
  if (chat === undefined) return randomInt(10_000, 2 ** 31);
  if (/^\d{1,15}$/.test(chat)) return Number(chat);
  throw new UsageError('send: --chat must be the number of a chat');
}
