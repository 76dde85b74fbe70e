import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JivoEvent } from '../../jivochat/event';
import { parseEvent } from '../../jivochat/parse';

/** A webhook body of `sandbox/events`. */
export function sample(name: string): Record<string, unknown> {
  const file = join(__dirname, '../../sandbox/events', `${name}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
}

/** The event of a body that must be one. */
export function eventOf(body: unknown): JivoEvent {
  const parsed = parseEvent(body);
  if (parsed.kind !== 'event') throw new TypeError(`expected an event, got ${JSON.stringify(parsed)}`);
  return parsed.event;
}
