import type { ComposedEvent, EventWish } from '../../jivochat/compose-event';

/** What the buttons of the form do; `say` and `answer` only add a message to the chat. */
export const ACTIONS = {
  say: 'Visitor writes',
  chat_accepted: 'Agent accepts the chat',
  answer: 'Agent answers',
  chat_updated: 'Client card is changed',
  chat_finished: 'Chat is finished',
  offline_message: 'Offline message',
  call_event: 'Call has ended',
} as const;

export type Action = keyof typeof ACTIONS;

interface SendForm {
  action: Action;
  chatId?: number;
  wish: EventWish;
}

const FIELDS = ['name', 'email', 'phone', 'message', 'page', 'agent', 'channel', 'department'] as const;
/** Longer than anything a person types; JivoChat's own limits are not known. */
const MOST_CHARACTERS = 20_000;

/**
 * Reads the form.
 * @returns undefined when it is not one of ours.
 */
export function readSendForm(body: Readonly<Record<string, unknown>>): SendForm | undefined {
  const { action, chat } = body;
  if (typeof action !== 'string' || !Object.hasOwn(ACTIONS, action)) return undefined;
  const wish: EventWish = {};
  for (const field of FIELDS) {
    const value = body[field];
    if (typeof value === 'string' && value.trim() !== '')
      wish[field] = value.trim().slice(0, MOST_CHARACTERS);
  }
  const chatId = typeof chat === 'string' && /^\d{1,15}$/.test(chat) ? Number(chat) : undefined;
  return { action: action as Action, chatId, wish };
}

/** Whether the action sends an event, and which. */
export function eventOf(action: Action): ComposedEvent | undefined {
  return action === 'say' || action === 'answer' ? undefined : action;
}
