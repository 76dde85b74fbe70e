import type { Message } from './event';

/** In order of time; messages of the same second stay as they were. JivoChat does not promise an order. */
export function sortMessages(messages: readonly Message[]): Message[] {
  return messages.toSorted((a, b) => a.timestamp - b.timestamp);
}

/**
 * The messages of a chat that is finished again, in order of time. A messenger chat is reopened under its old id and
 * its second `chat_finished` may hold all messages or only the new ones: each distinct message is kept as often as the
 * list has it that has it more often. Of the same second, those of `older` come first.
 */
export function mergeMessages(older: readonly Message[], newer: readonly Message[]): Message[] {
  const left = new Map<string, number>();
  for (const message of older) {
    const key = keyOf(message);
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  const added = newer.filter((message) => {
    const key = keyOf(message);
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count <= 0;
  });
  return sortMessages([...older, ...added]);
}

function keyOf({ from, timestamp, agentId, text }: Message): string {
  return JSON.stringify([from, timestamp, agentId, text]);
}
