import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const EVENTS = ['chat_accepted', 'chat_updated', 'chat_finished', 'offline_message', 'call_event'];

/** A documented event as one of many visitors would cause it. @param round another visitor for each number. */
export function sampleBody(event: string, round: number): Buffer {
  const sample = readFileSync(join(__dirname, `../../sandbox/events/${event}.json`), 'utf8');
  const other = sample
    .replaceAll('tom.clifton@example.com', `tom${round}@example.com`)
    .replaceAll('4155552671', `415${5_550_000 + round}`)
    .replaceAll('"18"', `"${round + 18}"`)
    .replaceAll(
      /"chat_id": \d+/g,
      `"chat_id": ${7_507 + round * 10 + EVENTS.indexOf(event === 'call_event' ? event : 'chat_accepted')}`,
    )
    .replaceAll(/"offline_message_id": "?[^,]*/g, `"offline_message_id": ${round + 1}`);
  return Buffer.from(other);
}
