import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Chats of one visitor get numbers that no other visitor's have. */
const CHATS_A_VISITOR = 10;
const LONG_CHAT = 10_000;

/**
 * Each kind of event as the bench plays it, another visitor for each round; in the order in which a visitor's events come:
 * the later ones find what the earlier ones left.
 */
export const CASES: Readonly<Record<string, (round: number) => Buffer>> = {
  'chat_accepted, new': (round) => sampleBody('chat_accepted', round),
  'chat_accepted, known': (round) => sampleBody('chat_accepted', round, 1),
  chat_updated: (round) => sampleBody('chat_updated', round, 1),
  chat_finished: (round) => sampleBody('chat_finished', round, 1),
  offline_message: (round) => sampleBody('offline_message', round, 2),
  call_event: (round) => sampleBody('call_event', round, 3),
};

/** A documented event as one of many visitors would cause it. @param chat which of the visitor's chats. */
export function sampleBody(event: string, round: number, chat = 0): Buffer {
  const sample = readFileSync(join(__dirname, `../../sandbox/events/${event}.json`), 'utf8');
  const other = sample
    .replaceAll('tom.clifton@example.com', `tom${round}@example.com`)
    .replaceAll('4155552671', `415${5_550_000 + round}`)
    .replaceAll('"18"', `"${round + 18}"`)
    .replaceAll(/"chat_id": \d+/g, `"chat_id": ${7_507 + round * CHATS_A_VISITOR + chat}`)
    .replaceAll(/"offline_message_id": "?[^,]*/g, `"offline_message_id": ${round + 1}`);
  // Without the white space of the file, as programs write JSON.
  return Buffer.from(JSON.stringify(JSON.parse(other)));
}

/** A finished chat of 10,000 messages, and the same chat longer by one: what a note that only grew costs. */
export function longChat(round: number, more = 0): Buffer {
  const event = JSON.parse(sampleBody('chat_finished', round, 4).toString()) as {
    chat: { messages: { type: string; message: string; timestamp: number }[] };
  };
  event.chat.messages = Array.from({ length: LONG_CHAT + more }, (_, index) => ({
    type: 'visitor',
    message: `Message ${index}`,
    timestamp: 1_700_000_000 + index,
  }));
  return Buffer.from(JSON.stringify(event));
}
